// What is emitted for:
//
//     ers = from(numbers);
//     numbers |> reduce_by_window(max, 30s, 10s) |> pprint;
//     numbers |> reduce_by_window(add, 30s, 10s, inverse = sub) |> pprint;
//     numbers |> count_by_window(30s, 10s) |> pprint;
//     numbers |> count_by_value_and_window(30s, 10s) |> pprint;
//     numbers |> map(|n| (n % 2, n)) |> group_by_key_and_window(30s, 10s) |> pprint;

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
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_window",
                    line: 3u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 3u32,
                    column: 55u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_window",
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 70u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_window",
                    line: 5u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 49u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    line: 6u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 6u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 6u32,
                    column: 59u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 7u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 7u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "group_by_key",
                    line: 7u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 7u32,
                    column: 80u32,
                },
            ],
            text: "source   from(numbers)\n         per record, fused: -> stage 0\n         per record, fused: -> stage 2\n         per record, fused: -> stage 4\n         per record, fused: -> stage 6\n         per record, fused: map(|n| (n % 2, n)) -> stage 8\nstage 0  reduce_by_window(max, 30s, 10s)\n         combines per worker, keeps one value per pane\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  reduce_by_window(add, 30s, 10s, sub)\n         combines per worker, keeps one value per pane\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\nstage 4  count_by_window(30s, 10s)\n         counts per worker, keeps one count per pane\n         per record, fused: -> stage 5\nstage 5  pprint\n         gathers on the first worker\nstage 6  count_by_value + window(30s, 10s)\n         pre-aggregates per worker, exchanges by key group, keeps panes per key\n         per record, fused: -> stage 7\nstage 7  pprint\n         gathers on the first worker\nstage 8  window(30s, 10s)\n         keeps the records of each batch in the window\n         per record, fused: -> stage 9\nstage 9  group_by_key\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 10\nstage 10  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(numbers)\"])\n    op1[[\"reduce_by_window(max, 30s, 10s)\"]]\n    op2[[\"pprint\"]]\n    op3[[\"reduce_by_window(add, 30s, 10s, sub)\"]]\n    op4[[\"pprint\"]]\n    op5[[\"count_by_window(30s, 10s)\"]]\n    op6[[\"pprint\"]]\n    op7[[\"count_by_value\"]]\n    op8[[\"window(30s, 10s)\"]]\n    op9[[\"pprint\"]]\n    op10[\"map(|n| (n % 2, n))\"]\n    op11[[\"window(30s, 10s)\"]]\n    op12[[\"group_by_key\"]]\n    op13[[\"pprint\"]]\n    subgraph stage6 [stage 6]\n        op7\n        op8\n    end\n    op0 --> op1\n    op1 --> op2\n    op0 --> op3\n    op3 --> op4\n    op0 --> op5\n    op5 --> op6\n    op0 --> op7\n    op7 --> op8\n    op8 --> op9\n    op0 --> op10\n    op10 --> op11\n    op11 --> op12\n    op12 --> op13\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let numbers_source = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let numbers_reduce_by_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_arguments = ops::arguments::pprint();
    let numbers_reduce_by_window_2_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_2_arguments = ops::arguments::pprint();
    let numbers_count_by_window_id = program
        .window(
            5u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_3_arguments = ops::arguments::pprint();
    let numbers_window_id = program
        .window(
            8u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_4_arguments = ops::arguments::pprint();
    let numbers_window_2_id = program
        .window(
            11u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_5_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let numbers_reduce_by_window = ops::Stream::new(1u16);
        let numbers_pprint = ops::Stream::new(2u16);
        let numbers_reduce_by_window_2 = ops::Stream::new(3u16);
        let numbers_pprint_2 = ops::Stream::new(4u16);
        let numbers_count_by_window = ops::Stream::new(5u16);
        let numbers_pprint_3 = ops::Stream::new(6u16);
        let numbers_count_by_value = ops::Stream::new(7u16);
        let numbers_window = ops::TableStream::new(8u16);
        let numbers_pprint_4 = ops::Stream::new(9u16);
        let numbers_map = ops::Stream::new(10u16);
        let numbers_window_2 = ops::Stream::new(11u16);
        let numbers_group_by_key = ops::Stream::new(12u16);
        let numbers_pprint_5 = ops::Stream::new(13u16);
        let mut numbers_reduce_by_window_stage = ops::ReduceByWindow::new(
            worker,
            ops::Stream::new(1u16),
            numbers_reduce_by_window_id,
            "reduce_by_window#1",
        )?;
        let mut numbers_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &numbers_pprint_arguments,
        )?;
        let mut numbers_reduce_by_window_2_stage = ops::ReduceByWindow::new(
            worker,
            ops::Stream::new(3u16),
            numbers_reduce_by_window_2_id,
            "reduce_by_window#2",
        )?;
        let mut numbers_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &numbers_pprint_2_arguments,
        )?;
        let mut numbers_count_by_window_stage = ops::CountByWindow::new(
            worker,
            ops::Stream::new(5u16),
            numbers_count_by_window_id,
            "count_by_window#1",
        )?;
        let mut numbers_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &numbers_pprint_3_arguments,
        )?;
        let mut numbers_window_stage = numbers_window
            .window(worker, ops::Stream::new(7u16), numbers_window_id, "window#1")?;
        let mut numbers_pprint_4_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(9u16),
            &numbers_pprint_4_arguments,
        )?;
        let mut numbers_window_2_stage = ops::Window::new(
            worker,
            ops::Stream::new(11u16),
            numbers_window_2_id,
            "window#2",
        )?;
        let mut numbers_group_by_key_stage = ops::GroupByKey::new(
            worker,
            ops::Stream::new(12u16),
        )?;
        let mut numbers_pprint_5_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(13u16),
            &numbers_pprint_5_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let numbers_reduce_by_window_emits = worker
                .emits(numbers_reduce_by_window_id, &batch);
            let numbers_reduce_by_window_2_emits = worker
                .emits(numbers_reduce_by_window_2_id, &batch);
            let numbers_count_by_window_emits = worker
                .emits(numbers_count_by_window_id, &batch);
            let numbers_window_emits = worker.emits(numbers_window_id, &batch);
            let numbers_window_2_emits = worker.emits(numbers_window_2_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(numbers_source, page)?;
                        let mut numbers_reduce_by_window_feed = numbers_reduce_by_window_stage
                            .feed(ops::page::window(&chunk));
                        let mut numbers_reduce_by_window_2_feed = numbers_reduce_by_window_2_stage
                            .feed(ops::page::window(&chunk));
                        let mut numbers_count_by_window_feed = numbers_count_by_window_stage
                            .feed(ops::page::window(&chunk));
                        let mut numbers_window_feed = numbers_window_stage
                            .feed(ops::page::window(&chunk));
                        let mut numbers_window_2_feed = numbers_window_2_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                numbers_reduce_by_window
                                    .reduce_by_window(
                                        &mut numbers_reduce_by_window_feed,
                                        record,
                                        |a, b| combine::operator::max((a, b)),
                                    );
                            }
                            {
                                let record = ops::copy(&record);
                                numbers_reduce_by_window_2
                                    .reduce_by_window(
                                        &mut numbers_reduce_by_window_2_feed,
                                        record,
                                        ops::by(&add),
                                    );
                            }
                            {
                                let record = ops::copy(&record);
                                numbers_count_by_window
                                    .count_by_window(&mut numbers_count_by_window_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                numbers_count_by_value
                                    .count_by_value_and_window(
                                        &mut numbers_window_feed,
                                        record,
                                    );
                            }
                            {
                                let (record,) = (numbers_map.map(record, |n| (n % 2, n)),);
                                numbers_window_2.window(&mut numbers_window_2_feed, record);
                            }
                        }
                        numbers_window_feed.flush(|a, b| combine::operator::add((a, b)));
                    }
                    _ => {}
                }
            }
            numbers_reduce_by_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::max((a, b)),
                    ops::Inverse::none(),
                )?;
            if numbers_reduce_by_window_emits {
                let mut numbers_pprint_feed = numbers_pprint_stage
                    .feed(ops::page::none());
                for record in numbers_reduce_by_window_stage
                    .records(|a, b| combine::operator::max((a, b)))
                {
                    numbers_pprint.pprint(&mut numbers_pprint_feed, record);
                }
            }
            if numbers_reduce_by_window_emits {
                worker.begin_output(2u16, &batch);
                let written = numbers_pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            numbers_reduce_by_window_2_stage
                .finish(worker, &batch, ops::by(&add), ops::Inverse::by(ops::by(&sub)))?;
            if numbers_reduce_by_window_2_emits {
                let mut numbers_pprint_2_feed = numbers_pprint_2_stage
                    .feed(ops::page::none());
                for record in numbers_reduce_by_window_2_stage.records(ops::by(&add)) {
                    numbers_pprint_2.pprint(&mut numbers_pprint_2_feed, record);
                }
            }
            if numbers_reduce_by_window_2_emits {
                worker.begin_output(4u16, &batch);
                let written = numbers_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            numbers_count_by_window_stage.finish(worker, &batch)?;
            if numbers_count_by_window_emits {
                let mut numbers_pprint_3_feed = numbers_pprint_3_stage
                    .feed(ops::page::none());
                for record in numbers_count_by_window_stage.records() {
                    numbers_pprint_3.pprint(&mut numbers_pprint_3_feed, record);
                }
            }
            if numbers_count_by_window_emits {
                worker.begin_output(6u16, &batch);
                let written = numbers_pprint_3_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            numbers_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            if numbers_window_emits {
                let mut numbers_pprint_4_feed = numbers_pprint_4_stage
                    .feed(ops::page::none());
                for record in numbers_window_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    numbers_pprint_4.pprint(&mut numbers_pprint_4_feed, record);
                }
            }
            if numbers_window_emits {
                worker.begin_output(9u16, &batch);
                let written = numbers_pprint_4_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            numbers_window_2_stage.finish(worker, &batch)?;
            if numbers_window_2_emits {
                let mut numbers_group_by_key_feed = numbers_group_by_key_stage
                    .feed(ops::page::none());
                for record in numbers_window_2_stage.records() {
                    numbers_group_by_key
                        .group_by_key_and_window(&mut numbers_group_by_key_feed, record);
                }
            }
            if numbers_window_2_emits {
                numbers_group_by_key_stage.finish(worker, &batch)?;
                let mut numbers_pprint_5_feed = numbers_pprint_5_stage
                    .feed(ops::page::none());
                for record in numbers_group_by_key_stage.records() {
                    numbers_pprint_5.pprint(&mut numbers_pprint_5_feed, record);
                }
            }
            if numbers_window_2_emits {
                worker.begin_output(13u16, &batch);
                let written = numbers_pprint_5_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            if worker.is_checkpoint_due(&batch) {
                numbers_reduce_by_window_stage.save(worker);
                numbers_reduce_by_window_2_stage.save(worker);
                numbers_count_by_window_stage.save(worker);
                numbers_window_stage.save(worker);
                numbers_window_2_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        numbers_reduce_by_window_stage.save(worker);
        numbers_reduce_by_window_2_stage.save(worker);
        numbers_count_by_window_stage.save(worker);
        numbers_window_stage.save(worker);
        numbers_window_2_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
