// What is emitted for:
//
//     socket("localhost", 9999) |> flat_map(split) |> reduce_by_key(+) |> window(30s, 10s) |> pprint

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "socket",
                    arguments: "\"localhost\", 9999",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 1u32,
                    column: 1u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    arguments: "split",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::FusedOverPages,
                    inputs: &[0u16],
                    line: 1u32,
                    column: 30u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    arguments: "+",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 1u32,
                    column: 49u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "30s, 10s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[2u16],
                    line: 1u32,
                    column: 69u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[3u16],
                    line: 1u32,
                    column: 89u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 2u16,
                    output: 3u16,
                    window: ::core::option::Option::Some(3u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: false,
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
    let socket_source: _ = program
        .source(
            0u16,
            ops::Stream::new(0u16)
                .socket("localhost", 9999, ::core::option::Option::None),
        );
    let window_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let flat_map = ops::PageStream::new(1u16);
        let reduce_by_key = ops::Stream::new(2u16);
        let window = ops::TableStream::new(3u16);
        let pprint = ops::Stream::new(4u16);
        let mut window_stage = window
            .window(worker, ops::Stream::new(2u16), window_id, "window#1")?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &pprint_arguments,
        )?;
        let arenas = ops::Arenas::new();
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let window_emits = worker.emits(window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                match page.source() {
                    0u16 => {
                        let chunk: _ = socket_source.open(page)?;
                        worker.keeps(3u16, 0usize, window_stage.kept())?;
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        flat_map
                            .flat_map(
                                &chunk,
                                &arena_of_this_page,
                                ops::by(&split),
                                |record| {
                                    reduce_by_key
                                        .sum_by_key(
                                            &mut window_feed,
                                            record,
                                            |a, b| combine::operator::add_in_loop(2u16, (a, b)),
                                        );
                                },
                            );
                        window_feed
                            .flush(|a, b| combine::operator::add_in_loop(2u16, (a, b)));
                    }
                    _ => {}
                }
                worker.keeps(1u16, 0, arena_of_this_page.kept())?;
            }
            worker.keeps(3u16, 0usize, window_stage.kept())?;
            window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(3u16, 0usize, window_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                if window_emits {
                    worker.keeps(4u16, 0usize, pprint_stage.kept())?;
                    pprint_stage.begin_run(worker.place());
                    let mut pprint_feed = pprint_stage.feed(ops::page::none());
                    for record in window_stage
                        .records(|a, b| combine::operator::add((a, b)))
                    {
                        pprint.pprint(&mut pprint_feed, record);
                    }
                }
            }
            if window_emits {
                worker.keeps(4u16, 0usize, pprint_stage.kept())?;
                worker.begin_output(4u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(4u16, 0usize, pprint_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                window_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        window_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
