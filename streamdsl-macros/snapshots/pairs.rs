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
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_values",
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map_values",
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "swap",
                    line: 5u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "swap",
                    line: 6u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "keys",
                    line: 7u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 8u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "values",
                    line: 9u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "collect",
                    line: 10u32,
                    column: 16u32,
                },
            ],
            text: "source   from(pairs)\n         per record, fused: map_values(|n| n * 2) flat_map_values(halves) swap swap keys map(|key| (key, 1)) values -> stage 0\nstage 0  collect(&results)\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(pairs)\"])\n    op1[\"map_values(|n| n * 2)\"]\n    op2[\"flat_map_values(halves)\"]\n    op3[\"swap\"]\n    op4[\"swap\"]\n    op5[\"keys\"]\n    op6[\"map(|key| (key, 1))\"]\n    op7[\"values\"]\n    op8[[\"collect(#amp;results)\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op3 --> op4\n    op4 --> op5\n    op5 --> op6\n    op6 --> op7\n    op7 --> op8\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let from_source = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let collect_arguments = ops::arguments::collect(&results);
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
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(from_source, page)?;
                        let mut collect_feed = collect_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,) = (map_values.map_values(record, |n| n * 2),);
                            for record in flat_map_values
                                .flat_map_values(record, ops::by(&halves))
                            {
                                let (record,) = (swap.swap(record),);
                                let (record,) = (swap_2.swap(record),);
                                let (record,) = (keys.keys(record),);
                                let (record,) = (map.map(record, |key| (key, 1)),);
                                let (record,) = (values.values(record),);
                                collect.collect(&mut collect_feed, record);
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.begin_output(8u16, &batch);
            let written = collect_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
