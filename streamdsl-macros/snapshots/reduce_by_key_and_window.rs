// What is emitted for:
//
//     ts = from(pairs)
//         |> reduce_by_key_and_window(+, 30s, 10s, |a, b| a - b, filter = |(_, n)| *n > 0, slot = "counts");
//     counts |> pprint;
//     from(pairs) |> reduce_by_key_and_window(largest, 30s) |> pprint;

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
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key_and_window",
                    arguments: "+, 30s, 10s, |a, b| a - b, |(_, n)| *n > 0, slot..",
                    binding: ::core::option::Option::Some("counts"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key_and_window",
                    arguments: "largest, 30s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 5u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 66u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "counts",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: false,
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
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::Some(4u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "reduce_by_key_and_window#1",
                        combiner: ::core::option::Option::Some("fn"),
                        numbered: false,
                        named_at: ::core::option::Option::Some(4u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let counts_source: _ = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let counts_reduce_by_key_and_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let counts_pprint_arguments = ops::pprint::arguments();
    let from_source: _ = program.source(3u16, ops::Stream::new(3u16).from(pairs));
    let reduce_by_key_and_window_id = program
        .window(
            4u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ::core::option::Option::None,
        );
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let counts_reduce_by_key_and_window = ops::Stream::new(1u16);
        let counts_pprint = ops::Stream::new(2u16);
        let reduce_by_key_and_window = ops::Stream::new(4u16);
        let pprint = ops::Stream::new(5u16);
        let mut counts_reduce_by_key_and_window_stage = ops::ReduceByKeyAndWindow::new(
            worker,
            ops::Stream::new(1u16),
            counts_reduce_by_key_and_window_id,
            "counts",
        )?;
        let mut counts_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &counts_pprint_arguments,
        )?;
        let mut reduce_by_key_and_window_stage = ops::ReduceByKeyAndWindow::new(
            worker,
            ops::Stream::new(4u16),
            reduce_by_key_and_window_id,
            "reduce_by_key_and_window#1",
        )?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let counts_reduce_by_key_and_window_emits = worker
                .emits(counts_reduce_by_key_and_window_id, &batch);
            let reduce_by_key_and_window_emits = worker
                .emits(reduce_by_key_and_window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = counts_source.open(page)?;
                        worker
                            .keeps(
                                1u16,
                                0usize,
                                counts_reduce_by_key_and_window_stage.kept(),
                            )?;
                        let mut counts_reduce_by_key_and_window_feed = counts_reduce_by_key_and_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            counts_reduce_by_key_and_window
                                .reduce_by_key_and_window(
                                    &mut counts_reduce_by_key_and_window_feed,
                                    record,
                                    |a, b| combine::operator::add_in_loop(1u16, (a, b)),
                                );
                        }
                        counts_reduce_by_key_and_window_feed
                            .flush(|a, b| combine::operator::add_in_loop(1u16, (a, b)));
                    }
                    1u16 => {
                        let chunk: _ = from_source.open(page)?;
                        worker
                            .keeps(4u16, 0usize, reduce_by_key_and_window_stage.kept())?;
                        let mut reduce_by_key_and_window_feed = reduce_by_key_and_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            reduce_by_key_and_window
                                .reduce_by_key_and_window(
                                    &mut reduce_by_key_and_window_feed,
                                    record,
                                    ops::by(&largest),
                                );
                        }
                        reduce_by_key_and_window_feed.flush(ops::by(&largest));
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, counts_reduce_by_key_and_window_stage.kept())?;
            counts_reduce_by_key_and_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::by(|a, b| a - b),
                )?;
            worker.keeps(1u16, 0usize, counts_reduce_by_key_and_window_stage.kept())?;
            if counts_reduce_by_key_and_window_emits {
                worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
                counts_pprint_stage.begin_run(worker.place());
                let mut counts_pprint_feed = counts_pprint_stage.feed(ops::page::none());
                for record in counts_reduce_by_key_and_window_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    if ops::Stream::new(1u16).filter(&record, |(_, n)| *n > 0) {
                        counts_pprint.pprint(&mut counts_pprint_feed, record);
                    }
                }
            }
            if counts_reduce_by_key_and_window_emits {
                worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
                worker.begin_output(2u16, &batch);
                let written = counts_pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
            }
            worker.keeps(4u16, 0usize, reduce_by_key_and_window_stage.kept())?;
            reduce_by_key_and_window_stage
                .finish(worker, &batch, ops::by(&largest), ops::Inverse::none())?;
            worker.keeps(4u16, 0usize, reduce_by_key_and_window_stage.kept())?;
            if reduce_by_key_and_window_emits {
                worker.keeps(5u16, 0usize, pprint_stage.kept())?;
                pprint_stage.begin_run(worker.place());
                let mut pprint_feed = pprint_stage.feed(ops::page::none());
                for record in reduce_by_key_and_window_stage.records(ops::by(&largest)) {
                    pprint.pprint(&mut pprint_feed, record);
                }
            }
            if reduce_by_key_and_window_emits {
                worker.keeps(5u16, 0usize, pprint_stage.kept())?;
                worker.begin_output(5u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(5u16, 0usize, pprint_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                counts_reduce_by_key_and_window_stage.save(worker);
                reduce_by_key_and_window_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        counts_reduce_by_key_and_window_stage.save(worker);
        reduce_by_key_and_window_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
