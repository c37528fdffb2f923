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
                    arguments: "numbers",
                    binding: ::core::option::Option::Some("numbers"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_window",
                    arguments: "max, 30s, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 55u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_window",
                    arguments: "add, 30s, 10s, sub",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[3u16],
                    line: 4u32,
                    column: 70u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_window",
                    arguments: "30s, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 5u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 5u32,
                    column: 49u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 6u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "30s, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[7u16],
                    line: 6u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[8u16],
                    line: 6u32,
                    column: 59u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|n| (n % 2, n)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 7u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "30s, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[10u16],
                    line: 7u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "group_by_key",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[11u16],
                    line: 7u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[12u16],
                    line: 7u32,
                    column: 80u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::ReducedPanes,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "reduce_by_window#1",
                        combiner: ::core::option::Option::Some("max"),
                        numbered: true,
                        named_at: ::core::option::Option::Some(1u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::ReducedPanes,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::Some(3u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "reduce_by_window#2",
                        combiner: ::core::option::Option::Some("fn"),
                        numbered: true,
                        named_at: ::core::option::Option::Some(3u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::CountedPanes,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::Some(5u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "count_by_window#1",
                        combiner: ::core::option::Option::Some("count"),
                        numbered: false,
                        named_at: ::core::option::Option::Some(5u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 7u16,
                    output: 8u16,
                    window: ::core::option::Option::Some(8u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: true,
                        named_at: ::core::option::Option::Some(8u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 9u16,
                    output: 9u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 11u16,
                    output: 11u16,
                    window: ::core::option::Option::Some(11u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#2",
                        combiner: ::core::option::Option::None,
                        numbered: true,
                        named_at: ::core::option::Option::Some(11u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 12u16,
                    output: 12u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 13u16,
                    output: 13u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let numbers_source: _ = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let numbers_reduce_by_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_arguments = ops::pprint::arguments();
    let numbers_reduce_by_window_2_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_2_arguments = ops::pprint::arguments();
    let numbers_count_by_window_id = program
        .window(
            5u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_3_arguments = ops::pprint::arguments();
    let numbers_window_id = program
        .window(
            8u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_4_arguments = ops::pprint::arguments();
    let numbers_window_2_id = program
        .window(
            11u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let numbers_pprint_5_arguments = ops::pprint::arguments();
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
        let mut numbers_window_2_stage = ops::WindowInOrder::new(
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
                        let place = page.place();
                        let chunk: _ = numbers_source.open(page)?;
                        worker
                            .keeps(1u16, 0usize, numbers_reduce_by_window_stage.kept())?;
                        let mut numbers_reduce_by_window_feed = numbers_reduce_by_window_stage
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(
                                3u16,
                                0usize,
                                numbers_reduce_by_window_2_stage.kept(),
                            )?;
                        let mut numbers_reduce_by_window_2_feed = numbers_reduce_by_window_2_stage
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(5u16, 0usize, numbers_count_by_window_stage.kept())?;
                        let mut numbers_count_by_window_feed = numbers_count_by_window_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(8u16, 0usize, numbers_window_stage.kept())?;
                        let mut numbers_window_feed = numbers_window_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(11u16, 0usize, numbers_window_2_stage.kept())?;
                        numbers_window_2_stage.begin_run(place);
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
                                let (record,): (_,) = (
                                    numbers_map.map(record, |n| (n % 2, n)),
                                );
                                numbers_window_2.window(&mut numbers_window_2_feed, record);
                            }
                        }
                        numbers_window_feed
                            .flush(|a, b| combine::operator::add_in_loop(7u16, (a, b)));
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, numbers_reduce_by_window_stage.kept())?;
            numbers_reduce_by_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::max((a, b)),
                    ops::Inverse::none(),
                )?;
            worker.keeps(1u16, 0usize, numbers_reduce_by_window_stage.kept())?;
            if numbers_reduce_by_window_emits {
                worker.keeps(2u16, 0usize, numbers_pprint_stage.kept())?;
                numbers_pprint_stage.begin_run(worker.place());
                let mut numbers_pprint_feed = numbers_pprint_stage
                    .feed(ops::page::none());
                for record in numbers_reduce_by_window_stage
                    .records(|a, b| combine::operator::max((a, b)))
                {
                    numbers_pprint.pprint(&mut numbers_pprint_feed, record);
                }
            }
            if numbers_reduce_by_window_emits {
                worker.keeps(2u16, 0usize, numbers_pprint_stage.kept())?;
                worker.begin_output(2u16, &batch);
                let written = numbers_pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(2u16, 0usize, numbers_pprint_stage.kept())?;
            }
            worker.keeps(3u16, 0usize, numbers_reduce_by_window_2_stage.kept())?;
            numbers_reduce_by_window_2_stage
                .finish(worker, &batch, ops::by(&add), ops::Inverse::by(ops::by(&sub)))?;
            worker.keeps(3u16, 0usize, numbers_reduce_by_window_2_stage.kept())?;
            if numbers_reduce_by_window_2_emits {
                worker.keeps(4u16, 0usize, numbers_pprint_2_stage.kept())?;
                numbers_pprint_2_stage.begin_run(worker.place());
                let mut numbers_pprint_2_feed = numbers_pprint_2_stage
                    .feed(ops::page::none());
                for record in numbers_reduce_by_window_2_stage.records(ops::by(&add)) {
                    numbers_pprint_2.pprint(&mut numbers_pprint_2_feed, record);
                }
            }
            if numbers_reduce_by_window_2_emits {
                worker.keeps(4u16, 0usize, numbers_pprint_2_stage.kept())?;
                worker.begin_output(4u16, &batch);
                let written = numbers_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(4u16, 0usize, numbers_pprint_2_stage.kept())?;
            }
            worker.keeps(5u16, 0usize, numbers_count_by_window_stage.kept())?;
            numbers_count_by_window_stage.finish(worker, &batch)?;
            worker.keeps(5u16, 0usize, numbers_count_by_window_stage.kept())?;
            if numbers_count_by_window_emits {
                worker.keeps(6u16, 0usize, numbers_pprint_3_stage.kept())?;
                numbers_pprint_3_stage.begin_run(worker.place());
                let mut numbers_pprint_3_feed = numbers_pprint_3_stage
                    .feed(ops::page::none());
                for record in numbers_count_by_window_stage.records() {
                    numbers_pprint_3.pprint(&mut numbers_pprint_3_feed, record);
                }
            }
            if numbers_count_by_window_emits {
                worker.keeps(6u16, 0usize, numbers_pprint_3_stage.kept())?;
                worker.begin_output(6u16, &batch);
                let written = numbers_pprint_3_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(6u16, 0usize, numbers_pprint_3_stage.kept())?;
            }
            worker.keeps(8u16, 0usize, numbers_window_stage.kept())?;
            numbers_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(8u16, 0usize, numbers_window_stage.kept())?;
            if numbers_window_emits {
                worker.keeps(9u16, 0usize, numbers_pprint_4_stage.kept())?;
                numbers_pprint_4_stage.begin_run(worker.place());
                let mut numbers_pprint_4_feed = numbers_pprint_4_stage
                    .feed(ops::page::none());
                for record in numbers_window_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    numbers_pprint_4.pprint(&mut numbers_pprint_4_feed, record);
                }
            }
            if numbers_window_emits {
                worker.keeps(9u16, 0usize, numbers_pprint_4_stage.kept())?;
                worker.begin_output(9u16, &batch);
                let written = numbers_pprint_4_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(9u16, 0usize, numbers_pprint_4_stage.kept())?;
            }
            worker.keeps(11u16, 0usize, numbers_window_2_stage.kept())?;
            numbers_window_2_stage.finish(worker, &batch)?;
            worker.keeps(11u16, 0usize, numbers_window_2_stage.kept())?;
            if numbers_window_2_emits {
                for run in numbers_window_2_stage.runs() {
                    worker.keeps(12u16, 0usize, numbers_group_by_key_stage.kept())?;
                    numbers_group_by_key_stage.begin_run(run.place());
                    let mut numbers_group_by_key_feed = numbers_group_by_key_stage
                        .feed(ops::page::none());
                    for record in run {
                        numbers_group_by_key
                            .group_by_key_and_window(
                                &mut numbers_group_by_key_feed,
                                record,
                            );
                    }
                }
            }
            if numbers_window_2_emits {
                worker.keeps(12u16, 0usize, numbers_group_by_key_stage.kept())?;
                numbers_group_by_key_stage.finish(worker, &batch)?;
                worker.keeps(12u16, 0usize, numbers_group_by_key_stage.kept())?;
                worker.keeps(13u16, 0usize, numbers_pprint_5_stage.kept())?;
                numbers_pprint_5_stage.begin_run(worker.place());
                let mut numbers_pprint_5_feed = numbers_pprint_5_stage
                    .feed(ops::page::none());
                for record in numbers_group_by_key_stage.records() {
                    numbers_pprint_5.pprint(&mut numbers_pprint_5_feed, record);
                }
            }
            if numbers_window_2_emits {
                worker.keeps(13u16, 0usize, numbers_pprint_5_stage.kept())?;
                worker.begin_output(13u16, &batch);
                let written = numbers_pprint_5_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(13u16, 0usize, numbers_pprint_5_stage.kept())?;
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
