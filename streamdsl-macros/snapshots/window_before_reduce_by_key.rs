// What is emitted for:
//
//     from(lines)
//     |> window(length, slide, slot = "recent")
//     |> filter(|line| !line.is_empty())
//     |> flat_map(split)
//     |> reduce_by_key(|a, b| a + b)
//     |> pprint

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "lines",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "length, slide, slot = \"recent\"",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Moved,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "filter",
                    arguments: "|line| !line.is_empty()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    arguments: "split",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[2u16],
                    line: 5u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    arguments: "|a, b| a + b",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 6u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 7u32,
                    column: 16u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "recent",
                        combiner: ::core::option::Option::Some("fn"),
                        numbered: false,
                        named_at: ::core::option::Option::Some(1u16),
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
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(lines));
    let window_id = program
        .window(1u16, ::core::option::Option::None, length, ops::window::slide(slide));
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let window = ops::TableStream::new(1u16);
        let filter = ops::Stream::new(2u16);
        let flat_map = ops::Stream::new(3u16);
        let reduce_by_key = ops::Stream::new(4u16);
        let pprint = ops::Stream::new(5u16);
        let mut reduce_by_key_stage = window
            .window(worker, ops::Stream::new(4u16), window_id, "recent")?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
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
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(4u16, 0usize, reduce_by_key_stage.kept())?;
                        let mut reduce_by_key_feed = reduce_by_key_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            if filter.filter(&record, |line| !line.is_empty()) {
                                for record in flat_map
                                    .with_texts(&arena_of_this_page)
                                    .flat_map(record, ops::by(&split))
                                {
                                    reduce_by_key
                                        .reduce_by_key(
                                            &mut reduce_by_key_feed,
                                            record,
                                            |a, b| a + b,
                                        );
                                }
                            }
                        }
                        reduce_by_key_feed.flush(|a, b| a + b);
                    }
                    _ => {}
                }
                worker.keeps(3u16, 0, arena_of_this_page.kept())?;
            }
            worker.keeps(4u16, 0usize, reduce_by_key_stage.kept())?;
            reduce_by_key_stage
                .finish(worker, &batch, |a, b| a + b, ops::Inverse::none())?;
            worker.keeps(4u16, 0usize, reduce_by_key_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                if window_emits {
                    worker.keeps(5u16, 0usize, pprint_stage.kept())?;
                    pprint_stage.begin_run(worker.place());
                    let mut pprint_feed = pprint_stage.feed(ops::page::none());
                    for record in reduce_by_key_stage.records(|a, b| a + b) {
                        pprint.pprint(&mut pprint_feed, record);
                    }
                }
            }
            if window_emits {
                worker.keeps(5u16, 0usize, pprint_stage.kept())?;
                worker.begin_output(5u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(5u16, 0usize, pprint_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                reduce_by_key_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        reduce_by_key_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
