// What is emitted for:
//
//     ers = generator(1000, |n| n * n, limit = 5000);
//     let replayed = replay("access.log", 500, shuffle = 42) |> map(parse::<u64>);
//     numbers |> union(replayed) |> reduce(max) |> pprint;
//     queue(&batches, one_at_a_time = false) |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "generator",
                    line: 2u32,
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "replay",
                    line: 3u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 3u32,
                    column: 67u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "union",
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    line: 4u32,
                    column: 39u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 54u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "queue",
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 51u32,
                },
            ],
            text: "source   generator(1000, |n| n * n, 5000)\n         per record, fused: union(replayed) -> stage 0\nsource   replay(\"access.log\", 500, 42)\n         per record, fused: map(parse::<u64>) union(replayed) -> stage 0\nsource   queue(&batches, false)\n         per record, fused: -> stage 2\nstage 0  reduce(max)\n         combines per worker, then on the first worker\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"generator(1000, |n| n * n, 5000)\"])\n    op1([\"replay(#quot;access.log#quot;, 500, 42)\"])\n    op2[\"map(parse::#lt;u64#gt;)\"]\n    op3[\"union(replayed)\"]\n    op4[[\"reduce(max)\"]]\n    op5[[\"pprint\"]]\n    op6([\"queue(#amp;batches, false)\"])\n    op7[[\"pprint\"]]\n    op1 --> op2\n    op0 --> op3\n    op2 --> op3\n    op3 --> op4\n    op4 --> op5\n    op6 --> op7\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let numbers_source = program
        .source(
            0u16,
            ops::Stream::new(0u16)
                .generator(1000, |n| n * n, ::core::option::Option::Some(5000)),
        );
    let replayed_source = program
        .source(
            1u16,
            ops::Stream::new(1u16)
                .replay(
                    "access.log",
                    500,
                    ::core::option::Option::Some(42),
                    ::core::option::Option::None,
                ),
        );
    program
        .same_slide(3u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let numbers_pprint_arguments = ops::arguments::pprint();
    let queue_source = program
        .source(
            6u16,
            ops::Stream::new(6u16)
                .queue(
                    &batches,
                    ::core::option::Option::Some(false),
                    ::core::option::Option::None,
                ),
        );
    let pprint_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let replayed_map = ops::Stream::new(2u16);
        let numbers_union = ops::Stream::new(3u16);
        let numbers_union_streams = ops::Union::new();
        let numbers_reduce = ops::Stream::new(4u16);
        let numbers_pprint = ops::Stream::new(5u16);
        let pprint = ops::Stream::new(7u16);
        let mut numbers_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(4u16))?;
        let mut numbers_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &numbers_pprint_arguments,
        )?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(7u16),
            &pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(numbers_source, page)?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let record = numbers_union
                                .union(&numbers_union_streams, record);
                            numbers_reduce
                                .reduce(
                                    &mut numbers_reduce_feed,
                                    record,
                                    |a, b| combine::operator::max((a, b)),
                                );
                        }
                    }
                    1u16 => {
                        let chunk = ops::page::open(replayed_source, page)?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,) = (
                                replayed_map.map(record, ops::by(&parse::<u64>)),
                            );
                            let record = numbers_union
                                .union(&numbers_union_streams, record);
                            numbers_reduce
                                .reduce(
                                    &mut numbers_reduce_feed,
                                    record,
                                    |a, b| combine::operator::max((a, b)),
                                );
                        }
                    }
                    2u16 => {
                        let chunk = ops::page::open(queue_source, page)?;
                        let mut pprint_feed = pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint.pprint(&mut pprint_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            numbers_reduce_stage
                .finish(worker, &batch, |a, b| combine::operator::max((a, b)))?;
            let mut numbers_pprint_feed = numbers_pprint_stage.feed(ops::page::none());
            for record in numbers_reduce_stage.records() {
                numbers_pprint.pprint(&mut numbers_pprint_feed, record);
            }
            worker.begin_output(5u16, &batch);
            let written = numbers_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(7u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
