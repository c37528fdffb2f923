// What is emitted for:
//
//      = from(ages) |> window(10s, 5s);
//     from(visits) |> window(20s, 5s) |> join(ages) |> save_as_text_files("out/names", "txt");

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "ages",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "10s, 5s",
                    binding: ::core::option::Option::Some("ages"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "visits",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "20s, 5s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "join",
                    arguments: "ages",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16, 1u16],
                    line: 3u32,
                    column: 44u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_text_files",
                    arguments: "\"out/names\", \"txt\"",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 3u32,
                    column: 58u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "ages.window",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(1u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::Some(3u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(3u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::WriteFiles,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let ages_source: _ = program.source(0u16, ops::Stream::new(0u16).from(ages));
    let ages_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(10u64, 0u32),
            ops::window::slide(::core::time::Duration::new(5u64, 0u32)),
        );
    let from_source: _ = program.source(2u16, ops::Stream::new(2u16).from(visits));
    let window_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(20u64, 0u32),
            ops::window::slide(::core::time::Duration::new(5u64, 0u32)),
        );
    program
        .same_slide(
            4u16,
            &[
                ::core::option::Option::Some(window_id),
                ::core::option::Option::Some(ages_window_id),
            ],
        );
    let save_as_text_files_arguments = ops::save_as_text_files::arguments("out/names")
        .with_suffix("txt");
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let ages_window = ops::Stream::new(1u16);
        let window = ops::Stream::new(3u16);
        let join = ops::Stream::new(4u16);
        let save_as_text_files = ops::Stream::new(5u16);
        let mut ages_window_stage = ops::WindowInOrder::new(
            worker,
            ops::Stream::new(1u16),
            ages_window_id,
            "ages.window",
        )?;
        let mut window_stage = ops::WindowInOrder::new(
            worker,
            ops::Stream::new(3u16),
            window_id,
            "window#1",
        )?;
        let mut join_stage = ops::Join::new(worker, ops::Stream::new(4u16))?;
        let mut join_input2 = ops::join::other_input(worker);
        let mut save_as_text_files_stage = ops::SaveAsTextFiles::new(
            worker,
            ops::Stream::new(5u16),
            &save_as_text_files_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let ages_window_emits = worker.emits(ages_window_id, &batch);
            let window_emits = worker.emits(window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = ages_source.open(page)?;
                        worker.keeps(1u16, 0usize, ages_window_stage.kept())?;
                        ages_window_stage.begin_run(place);
                        let mut ages_window_feed = ages_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            ages_window.window(&mut ages_window_feed, record);
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(3u16, 0usize, window_stage.kept())?;
                        window_stage.begin_run(place);
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            window.window(&mut window_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, ages_window_stage.kept())?;
            ages_window_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, ages_window_stage.kept())?;
            if ages_window_emits {
                for run in ages_window_stage.runs() {
                    worker.keeps(4u16, 1usize, join_input2.kept())?;
                    join_input2.begin_run(run.place());
                    let mut join_feed2 = join_input2.feed(ops::page::none());
                    for record in run {
                        join.other(&mut join_feed2, record);
                    }
                }
            }
            worker.keeps(3u16, 0usize, window_stage.kept())?;
            window_stage.finish(worker, &batch)?;
            worker.keeps(3u16, 0usize, window_stage.kept())?;
            if window_emits {
                for run in window_stage.runs() {
                    worker.keeps(4u16, 0usize, join_stage.kept())?;
                    join_stage.begin_run(run.place());
                    let mut join_feed = join_stage.feed(ops::page::none());
                    for record in run {
                        join.join(&mut join_feed, record);
                    }
                }
            }
            if window_emits {
                worker.keeps(4u16, 0usize, join_stage.kept())?;
                worker.keeps(4u16, 1usize, join_input2.kept())?;
                join_stage.finish(worker, &batch, join_input2.input())?;
                worker.keeps(4u16, 0usize, join_stage.kept())?;
                worker.keeps(4u16, 1usize, join_input2.kept())?;
                worker.keeps(5u16, 0usize, save_as_text_files_stage.kept())?;
                save_as_text_files_stage.begin_run(worker.place());
                let mut save_as_text_files_feed = save_as_text_files_stage
                    .feed(ops::page::none());
                for record in join_stage.records() {
                    save_as_text_files
                        .save_as_text_files(&mut save_as_text_files_feed, record);
                }
            }
            if window_emits {
                worker.keeps(5u16, 0usize, save_as_text_files_stage.kept())?;
                worker.begin_output(5u16, &batch);
                let written = save_as_text_files_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(5u16, 0usize, save_as_text_files_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                ages_window_stage.save(worker);
                window_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        ages_window_stage.save(worker);
        window_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
