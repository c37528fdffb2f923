// What is emitted for:
//
//     s = from(pairs) |> map(|pair| pair);
//     pairs |> join(pairs) |> union(pairs) |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|pair| pair",
                    binding: ::core::option::Option::Some("pairs"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 36u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "join",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 1u16],
                    line: 3u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "union",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Union,
                    inputs: &[2u16, 1u16],
                    line: 3u32,
                    column: 33u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[3u16],
                    line: 3u32,
                    column: 49u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let pairs_source: _ = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    program
        .same_slide(2u16, &[::core::option::Option::None, ::core::option::Option::None]);
    program
        .same_slide(3u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let pairs_pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let pairs_map = ops::Stream::new(1u16);
        let pairs_join = ops::Stream::new(2u16);
        let pairs_union = ops::Stream::new(3u16);
        let pairs_union_streams = ops::Union::new();
        let pairs_pprint = ops::Stream::new(4u16);
        let mut pairs_join_stage = ops::Join::new(worker, ops::Stream::new(2u16))?;
        let mut pairs_join_input2 = ops::join::other_input(worker);
        let mut pairs_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &pairs_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = pairs_source.open(page)?;
                        worker.keeps(2u16, 0usize, pairs_join_stage.kept())?;
                        pairs_join_stage.begin_run(place);
                        let mut pairs_join_feed = pairs_join_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(2u16, 1usize, pairs_join_input2.kept())?;
                        pairs_join_input2.begin_run(place);
                        let mut pairs_join_feed2 = pairs_join_input2
                            .feed(ops::page::window(&chunk));
                        worker.keeps(4u16, 0usize, pairs_pprint_stage.kept())?;
                        pairs_pprint_stage.begin_run(place.in_lane(1u32));
                        let mut pairs_pprint_feed = pairs_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (pairs_map.map(record, |pair| pair),);
                            {
                                let record = ops::copy(&record);
                                pairs_join.join(&mut pairs_join_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                pairs_join.other(&mut pairs_join_feed2, record);
                            }
                            {
                                let record: _ = pairs_union
                                    .union(&pairs_union_streams, record);
                                pairs_pprint.pprint(pairs_pprint_feed.lane(1usize), record);
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, pairs_join_stage.kept())?;
            worker.keeps(2u16, 1usize, pairs_join_input2.kept())?;
            pairs_join_stage.finish(worker, &batch, pairs_join_input2.input())?;
            worker.keeps(2u16, 0usize, pairs_join_stage.kept())?;
            worker.keeps(2u16, 1usize, pairs_join_input2.kept())?;
            worker.keeps(4u16, 0usize, pairs_pprint_stage.kept())?;
            pairs_pprint_stage.begin_run(worker.place().in_lane(0u32));
            let mut pairs_pprint_feed = pairs_pprint_stage.feed(ops::page::none());
            for record in pairs_join_stage.records() {
                let record: _ = pairs_union.union(&pairs_union_streams, record);
                pairs_pprint.pprint(pairs_pprint_feed.lane(0usize), record);
            }
            worker.keeps(4u16, 0usize, pairs_pprint_stage.kept())?;
            worker.begin_output(4u16, &batch);
            let written = pairs_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(4u16, 0usize, pairs_pprint_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
