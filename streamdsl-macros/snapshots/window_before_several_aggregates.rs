// What is emitted for:
//
//     nt = from(numbers) |> window(30s, 10s);
//     recent |> count |> pprint;
//     recent |> reduce(+) |> pprint;
//     recent |> map(|n| n % 10) |> count_by_value |> pprint;

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
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "30s, 10s",
                    binding: ::core::option::Option::Some("recent"),
                    role: ::streamdsl::__private::Role::Moved,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 39u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 28u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    arguments: "+",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|n| n % 10",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[6u16],
                    line: 5u32,
                    column: 38u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[7u16],
                    line: 5u32,
                    column: 56u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::CountedPanes,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "count#1",
                        combiner: ::core::option::Option::Some("count"),
                        numbered: false,
                        named_at: ::core::option::Option::None,
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::ReducedPanes,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "reduce#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: false,
                        named_at: ::core::option::Option::None,
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "count_by_value#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: false,
                        named_at: ::core::option::Option::None,
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let recent_source: _ = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let recent_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let recent_pprint_arguments = ops::pprint::arguments();
    let recent_pprint_2_arguments = ops::pprint::arguments();
    let recent_pprint_3_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let recent_window = ops::CountStream::new(1u16);
        let recent_count = ops::Stream::new(2u16);
        let recent_pprint = ops::Stream::new(3u16);
        let recent_reduce = ops::Stream::new(4u16);
        let recent_pprint_2 = ops::Stream::new(5u16);
        let recent_map = ops::Stream::new(6u16);
        let recent_count_by_value = ops::Stream::new(7u16);
        let recent_pprint_3 = ops::Stream::new(8u16);
        let mut recent_count_stage = recent_window
            .window(worker, ops::Stream::new(2u16), recent_window_id, "count#1")?;
        let mut recent_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &recent_pprint_arguments,
        )?;
        let mut recent_reduce_stage = ops::ReduceByWindow::new(
            worker,
            ops::Stream::new(4u16),
            recent_window_id,
            "reduce#1",
        )?;
        let mut recent_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &recent_pprint_2_arguments,
        )?;
        let mut recent_count_by_value_stage = ops::ReduceByKeyAndWindow::new(
            worker,
            ops::Stream::new(7u16),
            recent_window_id,
            "count_by_value#1",
        )?;
        let mut recent_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(8u16),
            &recent_pprint_3_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let recent_window_emits = worker.emits(recent_window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = recent_source.open(page)?;
                        worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
                        let mut recent_count_feed = recent_count_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(4u16, 0usize, recent_reduce_stage.kept())?;
                        let mut recent_reduce_feed = recent_reduce_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(7u16, 0usize, recent_count_by_value_stage.kept())?;
                        let mut recent_count_by_value_feed = recent_count_by_value_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                recent_count.count(&mut recent_count_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                recent_reduce
                                    .reduce(
                                        &mut recent_reduce_feed,
                                        record,
                                        |a, b| combine::operator::add_in_loop(4u16, (a, b)),
                                    );
                            }
                            {
                                let (record,): (_,) = (recent_map.map(record, |n| n % 10),);
                                recent_count_by_value
                                    .count_by_value(&mut recent_count_by_value_feed, record);
                            }
                        }
                        recent_count_by_value_feed
                            .flush(|a, b| combine::operator::add_in_loop(7u16, (a, b)));
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
            recent_count_stage.finish(worker, &batch)?;
            worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
            if recent_window_emits {
                worker.keeps(3u16, 0usize, recent_pprint_stage.kept())?;
                recent_pprint_stage.begin_run(worker.place());
                let mut recent_pprint_feed = recent_pprint_stage.feed(ops::page::none());
                for record in recent_count_stage.records() {
                    recent_pprint.pprint(&mut recent_pprint_feed, record);
                }
            }
            if recent_window_emits {
                worker.keeps(3u16, 0usize, recent_pprint_stage.kept())?;
                worker.begin_output(3u16, &batch);
                let written = recent_pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(3u16, 0usize, recent_pprint_stage.kept())?;
            }
            worker.keeps(4u16, 0usize, recent_reduce_stage.kept())?;
            recent_reduce_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(4u16, 0usize, recent_reduce_stage.kept())?;
            if recent_window_emits {
                worker.keeps(5u16, 0usize, recent_pprint_2_stage.kept())?;
                recent_pprint_2_stage.begin_run(worker.place());
                let mut recent_pprint_2_feed = recent_pprint_2_stage
                    .feed(ops::page::none());
                for record in recent_reduce_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    recent_pprint_2.pprint(&mut recent_pprint_2_feed, record);
                }
            }
            if recent_window_emits {
                worker.keeps(5u16, 0usize, recent_pprint_2_stage.kept())?;
                worker.begin_output(5u16, &batch);
                let written = recent_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(5u16, 0usize, recent_pprint_2_stage.kept())?;
            }
            worker.keeps(7u16, 0usize, recent_count_by_value_stage.kept())?;
            recent_count_by_value_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(7u16, 0usize, recent_count_by_value_stage.kept())?;
            if recent_window_emits {
                worker.keeps(8u16, 0usize, recent_pprint_3_stage.kept())?;
                recent_pprint_3_stage.begin_run(worker.place());
                let mut recent_pprint_3_feed = recent_pprint_3_stage
                    .feed(ops::page::none());
                for record in recent_count_by_value_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    recent_pprint_3.pprint(&mut recent_pprint_3_feed, record);
                }
            }
            if recent_window_emits {
                worker.keeps(8u16, 0usize, recent_pprint_3_stage.kept())?;
                worker.begin_output(8u16, &batch);
                let written = recent_pprint_3_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(8u16, 0usize, recent_pprint_3_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                recent_count_stage.save(worker);
                recent_reduce_stage.save(worker);
                recent_count_by_value_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        recent_count_stage.save(worker);
        recent_reduce_stage.save(worker);
        recent_count_by_value_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
