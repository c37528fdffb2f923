// What is emitted for:
//
//     from(words) |> reduce_by_key(+) |> window(10s) |> window(1min, 10s) |> pprint

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "words",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    arguments: "+",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 2u32,
                    column: 44u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "1min, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[2u16],
                    line: 2u32,
                    column: 59u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[3u16],
                    line: 2u32,
                    column: 80u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 1u16,
                    output: 2u16,
                    window: ::core::option::Option::Some(2u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: true,
                        named_at: ::core::option::Option::Some(2u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::Some(3u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#2",
                        combiner: ::core::option::Option::Some("+"),
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
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(words));
    let window_id = program
        .window(
            2u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(10u64, 0u32),
            ::core::option::Option::None,
        );
    let window_2_id = program
        .window(
            3u16,
            ::core::option::Option::Some(window_id),
            ::core::time::Duration::new(60u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let reduce_by_key = ops::Stream::new(1u16);
        let window = ops::TableStream::new(2u16);
        let window_2 = ops::TableStream::new(3u16);
        let pprint = ops::Stream::new(4u16);
        let mut window_stage = window
            .window(worker, ops::Stream::new(1u16), window_id, "window#1")?;
        let mut window_2_stage = window_2
            .window(worker, ops::Stream::new(3u16), window_2_id, "window#2")?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let window_emits = worker.emits(window_id, &batch);
            let window_2_emits = worker.emits(window_2_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(2u16, 0usize, window_stage.kept())?;
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            reduce_by_key
                                .sum_by_key(
                                    &mut window_feed,
                                    record,
                                    |a, b| combine::operator::add_in_loop(1u16, (a, b)),
                                );
                        }
                        window_feed
                            .flush(|a, b| combine::operator::add_in_loop(1u16, (a, b)));
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, window_stage.kept())?;
            window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(2u16, 0usize, window_stage.kept())?;
            if window_emits {
                worker.keeps(3u16, 0usize, window_2_stage.kept())?;
                let mut window_2_feed = window_2_stage.feed(ops::page::none());
                for record in window_stage.records(|a, b| combine::operator::add((a, b)))
                {
                    ops::Stream::new(3u16)
                        .reduce_by_key(
                            &mut window_2_feed,
                            record,
                            |a, b| combine::operator::add_in_loop(1u16, (a, b)),
                        );
                }
                window_2_feed.flush(|a, b| combine::operator::add_in_loop(1u16, (a, b)));
            }
            if window_emits {
                worker.keeps(3u16, 0usize, window_2_stage.kept())?;
                window_2_stage
                    .finish(
                        worker,
                        &batch,
                        |a, b| combine::operator::add((a, b)),
                        ops::Inverse::of_add(),
                    )?;
                worker.keeps(3u16, 0usize, window_2_stage.kept())?;
                if window_2_emits {
                    worker.keeps(4u16, 0usize, pprint_stage.kept())?;
                    pprint_stage.begin_run(worker.place());
                    let mut pprint_feed = pprint_stage.feed(ops::page::none());
                    for record in window_2_stage
                        .records(|a, b| combine::operator::add((a, b)))
                    {
                        pprint.pprint(&mut pprint_feed, record);
                    }
                }
            }
            if window_2_emits {
                worker.keeps(4u16, 0usize, pprint_stage.kept())?;
                worker.begin_output(4u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(4u16, 0usize, pprint_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                window_stage.save(worker);
                window_2_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        window_stage.save(worker);
        window_2_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
