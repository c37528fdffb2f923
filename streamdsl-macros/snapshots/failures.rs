// What is emitted for:
//
//     ers = stdin() |> try_map(|text| text.parse::<i64>());
//     numbers |> reduce(+) |> pprint;
//     numbers |> failures |> count |> pprint;
//     let parts = stdin() |> try_flat_map(parse_line);
//     parts |> foreach(|part| drop(part));
//     parts |> failures |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "stdin",
                    line: 2u32,
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "try_map",
                    line: 2u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    line: 3u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 3u32,
                    column: 33u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "failures",
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    line: 4u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 41u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "stdin",
                    line: 5u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "try_flat_map",
                    line: 5u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    line: 6u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "failures",
                    line: 7u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 7u32,
                    column: 30u32,
                },
            ],
            text: "source   stdin\n         per record, fused: try_map(|text| text.parse::<i64>()) -> stage 0\n         per record, fused: try_map(|text| text.parse::<i64>()) failures -> stage 2\nsource   stdin\n         per record, fused: try_flat_map(parse_line) -> stage 4\n         per record, fused: try_flat_map(parse_line) failures -> stage 5\nstage 0  reduce(+)\n         combines per worker, then on the first worker\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  count\n         combines per worker, then on the first worker\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\nstage 4  foreach(|part| drop(part))\n         calls the function on each worker\nstage 5  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"stdin\"])\n    op1[\"try_map(|text| text.parse::#lt;i64#gt;())\"]\n    op2[[\"reduce(+)\"]]\n    op3[[\"pprint\"]]\n    op4[\"failures\"]\n    op5[[\"count\"]]\n    op6[[\"pprint\"]]\n    op7([\"stdin\"])\n    op8[\"try_flat_map(parse_line)\"]\n    op9[[\"foreach(|part| drop(part))\"]]\n    op10[\"failures\"]\n    op11[[\"pprint\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op1 --> op4\n    op4 --> op5\n    op5 --> op6\n    op7 --> op8\n    op8 --> op9\n    op8 --> op10\n    op10 --> op11\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let numbers_source = program.source(0u16, ops::Stream::new(0u16).stdin());
    let numbers_pprint_arguments = ops::arguments::pprint();
    let numbers_pprint_2_arguments = ops::arguments::pprint();
    let parts_source = program.source(7u16, ops::Stream::new(7u16).stdin());
    let parts_pprint_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let numbers_try_map = ops::Stream::new(1u16);
        let numbers_reduce = ops::Stream::new(2u16);
        let numbers_pprint = ops::Stream::new(3u16);
        let numbers_failures = ops::Stream::new(4u16);
        let numbers_count = ops::Stream::new(5u16);
        let numbers_pprint_2 = ops::Stream::new(6u16);
        let parts_try_flat_map = ops::Stream::new(8u16);
        let parts_foreach = ops::Stream::new(9u16);
        let parts_failures = ops::Stream::new(10u16);
        let parts_pprint = ops::Stream::new(11u16);
        let mut numbers_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(2u16))?;
        let mut numbers_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &numbers_pprint_arguments,
        )?;
        let mut numbers_count_stage = ops::Count::new(worker, ops::Stream::new(5u16))?;
        let mut numbers_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &numbers_pprint_2_arguments,
        )?;
        let mut parts_foreach_stage = ops::Foreach::new(worker, ops::Stream::new(9u16))?;
        let mut parts_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(11u16),
            &parts_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(numbers_source, page)?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        let mut numbers_count_feed = numbers_count_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            match numbers_try_map
                                .try_map(record, |text| text.parse::<i64>())
                            {
                                ::core::result::Result::Ok(record) => {
                                    numbers_reduce
                                        .reduce(
                                            &mut numbers_reduce_feed,
                                            record,
                                            |a, b| combine::operator::add((a, b)),
                                        );
                                }
                                ::core::result::Result::Err(record) => {
                                    let (record,) = (numbers_failures.failures(record),);
                                    numbers_count.count(&mut numbers_count_feed, record);
                                }
                            }
                        }
                    }
                    1u16 => {
                        let chunk = ops::page::open(parts_source, page)?;
                        let mut parts_foreach_feed = parts_foreach_stage
                            .feed(ops::page::window(&chunk));
                        let mut parts_pprint_feed = parts_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            match parts_try_flat_map
                                .try_flat_map(record, ops::by(&parse_line))
                            {
                                ::core::result::Result::Ok(record) => {
                                    for record in record {
                                        parts_foreach
                                            .foreach(
                                                &mut parts_foreach_feed,
                                                record,
                                                |part| drop(part),
                                            );
                                    }
                                }
                                ::core::result::Result::Err(record) => {
                                    let (record,) = (parts_failures.failures(record),);
                                    parts_pprint.pprint(&mut parts_pprint_feed, record);
                                }
                            }
                        }
                    }
                    _ => {}
                }
            }
            numbers_reduce_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            let mut numbers_pprint_feed = numbers_pprint_stage.feed(ops::page::none());
            for record in numbers_reduce_stage.records() {
                numbers_pprint.pprint(&mut numbers_pprint_feed, record);
            }
            worker.begin_output(3u16, &batch);
            let written = numbers_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            numbers_count_stage.finish(worker, &batch)?;
            let mut numbers_pprint_2_feed = numbers_pprint_2_stage
                .feed(ops::page::none());
            for record in numbers_count_stage.records() {
                numbers_pprint_2.pprint(&mut numbers_pprint_2_feed, record);
            }
            worker.begin_output(6u16, &batch);
            let written = numbers_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(9u16, &batch);
            let written = parts_foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(11u16, &batch);
            let written = parts_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
