// What is emitted for:
//
//      = from(lines) |> filter(|line| line.len() > least) |> map(shorten) |> map(limit(most));
//     long |> reduce(|a, b| pick(a, b, &order)) |> pprint(n);

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "lines",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "filter",
                    arguments: "|line| line.len() > least",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 35u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "shorten",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 2u32,
                    column: 72u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "limit(most)",
                    binding: ::core::option::Option::Some("long"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[2u16],
                    line: 2u32,
                    column: 88u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    arguments: "|a, b| pick(a, b, &order)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 3u32,
                    column: 17u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "n",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 3u32,
                    column: 54u32,
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
                    work: ::streamdsl::__private::Work::Gather,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let long_source: _ = program.source(0u16, ops::Stream::new(0u16).from(lines));
    let long_pprint_arguments = ops::pprint::arguments().with_n(n);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let long_filter = ops::Stream::new(1u16);
        let long_map = ops::Stream::new(2u16);
        let long_map_2 = ops::Stream::new(3u16);
        let long_map_2_f = limit(most);
        let long_reduce = ops::Stream::new(4u16);
        let long_pprint = ops::Stream::new(5u16);
        let mut long_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(4u16))?;
        let mut long_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &long_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = long_source.open(page)?;
                        worker.keeps(4u16, 0usize, long_reduce_stage.kept())?;
                        let mut long_reduce_feed = long_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            if long_filter.filter(&record, |line| line.len() > least) {
                                let (record,): (_,) = (
                                    long_map.map(record, ops::by(&shorten)),
                                );
                                let (record,): (_,) = (
                                    long_map_2.map(record, ops::by(&long_map_2_f)),
                                );
                                long_reduce
                                    .reduce(
                                        &mut long_reduce_feed,
                                        record,
                                        |a, b| pick(a, b, &order),
                                    );
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(4u16, 0usize, long_reduce_stage.kept())?;
            long_reduce_stage.finish(worker, &batch, |a, b| pick(a, b, &order))?;
            worker.keeps(4u16, 0usize, long_reduce_stage.kept())?;
            worker.keeps(5u16, 0usize, long_pprint_stage.kept())?;
            long_pprint_stage.begin_run(worker.place());
            let mut long_pprint_feed = long_pprint_stage.feed(ops::page::none());
            for record in long_reduce_stage.records() {
                long_pprint.pprint(&mut long_pprint_feed, record);
            }
            worker.keeps(5u16, 0usize, long_pprint_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = long_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, long_pprint_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        let _: [(); 3usize] = [(), (), ()];
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
