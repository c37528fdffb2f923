// What is emitted for:
//
//     from(pairs)
//     |> map_values(|n| n * 2)
//     |> flat_map_values(halves)
//     |> swap
//     |> swap
//     |> keys
//     |> map(|key| (key, 1))
//     |> values
//     |> collect(&results)

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
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_values",
                    arguments: "|n| n * 2",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map_values",
                    arguments: "halves",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "swap",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[2u16],
                    line: 5u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "swap",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[3u16],
                    line: 6u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "keys",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[4u16],
                    line: 7u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|key| (key, 1)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[5u16],
                    line: 8u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "values",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[6u16],
                    line: 9u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "collect",
                    arguments: "&results",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[7u16],
                    line: 10u32,
                    column: 16u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let collect_arguments = ops::collect::arguments(&results);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let map_values = ops::Stream::new(1u16);
        let flat_map_values = ops::Stream::new(2u16);
        let swap = ops::Stream::new(3u16);
        let swap_2 = ops::Stream::new(4u16);
        let keys = ops::Stream::new(5u16);
        let map = ops::Stream::new(6u16);
        let values = ops::Stream::new(7u16);
        let collect = ops::Stream::new(8u16);
        let mut collect_stage = ops::Collect::new(
            worker,
            ops::Stream::new(8u16),
            &collect_arguments,
        )?;
        let arenas = ops::Arenas::new();
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(8u16, 0usize, collect_stage.kept())?;
                        collect_stage.begin_run(place);
                        let mut collect_feed = collect_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (
                                map_values.map_values(record, |n| n * 2),
                            );
                            for record in flat_map_values
                                .with_texts(&arena_of_this_page)
                                .flat_map_values(record, ops::by(&halves))
                            {
                                let (record,): (_,) = (swap.swap(record),);
                                let (record,): (_,) = (swap_2.swap(record),);
                                let (record,): (_,) = (keys.keys(record),);
                                let (record,): (_,) = (map.map(record, |key| (key, 1)),);
                                let (record,): (_,) = (values.values(record),);
                                collect.collect(&mut collect_feed, record);
                            }
                        }
                    }
                    _ => {}
                }
                worker.keeps(2u16, 0, arena_of_this_page.kept())?;
            }
            worker.keeps(8u16, 0usize, collect_stage.kept())?;
            worker.begin_output(8u16, &batch);
            let written = collect_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(8u16, 0usize, collect_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
