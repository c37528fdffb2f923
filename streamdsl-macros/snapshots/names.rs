// What is emitted for:
//
//     pe = from(source) |> map(f) |> map(g);
//     let ünï = r#type |> map(f);
//     ünï |> count |> count |> pprint;
//     from(source) |> count |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "source",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "f",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 38u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "g",
                    binding: ::core::option::Option::Some("type"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 2u32,
                    column: 48u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "f",
                    binding: ::core::option::Option::Some("ünï"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 29u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 4u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "source",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[7u16],
                    line: 5u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[8u16],
                    line: 5u32,
                    column: 34u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 9u16,
                    output: 9u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let type_source: _ = program.source(0u16, ops::Stream::new(0u16).from(source));
    let ünï_pprint_arguments = ops::pprint::arguments();
    let from_source: _ = program.source(7u16, ops::Stream::new(7u16).from(source));
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let type_map = ops::Stream::new(1u16);
        let type_map_2 = ops::Stream::new(2u16);
        let ünï_map = ops::Stream::new(3u16);
        let ünï_count = ops::Stream::new(4u16);
        let ünï_count_2 = ops::Stream::new(5u16);
        let ünï_pprint = ops::Stream::new(6u16);
        let count = ops::Stream::new(8u16);
        let pprint = ops::Stream::new(9u16);
        let mut ünï_count_stage = ops::Count::new(worker, ops::Stream::new(4u16))?;
        let mut ünï_count_2_stage = ops::Count::new(worker, ops::Stream::new(5u16))?;
        let mut ünï_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &ünï_pprint_arguments,
        )?;
        let mut count_stage = ops::Count::new(worker, ops::Stream::new(8u16))?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(9u16),
            &pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = type_source.open(page)?;
                        worker.keeps(4u16, 0usize, ünï_count_stage.kept())?;
                        let mut ünï_count_feed = ünï_count_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (type_map.map(record, ops::by(&f)),);
                            let (record,): (_,) = (type_map_2.map(record, ops::by(&g)),);
                            let (record,): (_,) = (ünï_map.map(record, ops::by(&f)),);
                            ünï_count.count(&mut ünï_count_feed, record);
                        }
                    }
                    1u16 => {
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(8u16, 0usize, count_stage.kept())?;
                        let mut count_feed = count_stage.feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            count.count(&mut count_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(4u16, 0usize, ünï_count_stage.kept())?;
            ünï_count_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, ünï_count_stage.kept())?;
            worker.keeps(5u16, 0usize, ünï_count_2_stage.kept())?;
            let mut ünï_count_2_feed = ünï_count_2_stage.feed(ops::page::none());
            for record in ünï_count_stage.records() {
                ünï_count_2.count(&mut ünï_count_2_feed, record);
            }
            worker.keeps(5u16, 0usize, ünï_count_2_stage.kept())?;
            ünï_count_2_stage.finish(worker, &batch)?;
            worker.keeps(5u16, 0usize, ünï_count_2_stage.kept())?;
            worker.keeps(6u16, 0usize, ünï_pprint_stage.kept())?;
            ünï_pprint_stage.begin_run(worker.place());
            let mut ünï_pprint_feed = ünï_pprint_stage.feed(ops::page::none());
            for record in ünï_count_2_stage.records() {
                ünï_pprint.pprint(&mut ünï_pprint_feed, record);
            }
            worker.keeps(6u16, 0usize, ünï_pprint_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = ünï_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, ünï_pprint_stage.kept())?;
            worker.keeps(8u16, 0usize, count_stage.kept())?;
            count_stage.finish(worker, &batch)?;
            worker.keeps(8u16, 0usize, count_stage.kept())?;
            worker.keeps(9u16, 0usize, pprint_stage.kept())?;
            pprint_stage.begin_run(worker.place());
            let mut pprint_feed = pprint_stage.feed(ops::page::none());
            for record in count_stage.records() {
                pprint.pprint(&mut pprint_feed, record);
            }
            worker.keeps(9u16, 0usize, pprint_stage.kept())?;
            worker.begin_output(9u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(9u16, 0usize, pprint_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
