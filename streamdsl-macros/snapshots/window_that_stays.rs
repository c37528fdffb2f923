// What is emitted for:
//
//     nt = from(numbers) |> window(3s, 1s);
//     recent |> count |> pprint;
//     recent |> pprint;

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
                    arguments: "3s, 1s",
                    binding: ::core::option::Option::Some("recent"),
                    role: ::streamdsl::__private::Role::Stage,
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
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 19u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "recent.window",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(1u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
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
    let recent_source: _ = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let recent_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(3u64, 0u32),
            ops::window::slide(::core::time::Duration::new(1u64, 0u32)),
        );
    let recent_pprint_arguments = ops::pprint::arguments();
    let recent_pprint_2_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let recent_window = ops::Stream::new(1u16);
        let recent_count = ops::Stream::new(2u16);
        let recent_pprint = ops::Stream::new(3u16);
        let recent_pprint_2 = ops::Stream::new(4u16);
        let mut recent_window_stage = ops::WindowInOrder::new(
            worker,
            ops::Stream::new(1u16),
            recent_window_id,
            "recent.window",
        )?;
        let mut recent_count_stage = ops::Count::new(worker, ops::Stream::new(2u16))?;
        let mut recent_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &recent_pprint_arguments,
        )?;
        let mut recent_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &recent_pprint_2_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let recent_window_emits = worker.emits(recent_window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = recent_source.open(page)?;
                        worker.keeps(1u16, 0usize, recent_window_stage.kept())?;
                        recent_window_stage.begin_run(place);
                        let mut recent_window_feed = recent_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            recent_window.window(&mut recent_window_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, recent_window_stage.kept())?;
            recent_window_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, recent_window_stage.kept())?;
            if recent_window_emits {
                for run in recent_window_stage.runs() {
                    worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
                    let mut recent_count_feed = recent_count_stage
                        .feed(ops::page::none());
                    worker.keeps(4u16, 0usize, recent_pprint_2_stage.kept())?;
                    recent_pprint_2_stage.begin_run(run.place());
                    let mut recent_pprint_2_feed = recent_pprint_2_stage
                        .feed(ops::page::none());
                    for record in run {
                        {
                            let record = ops::copy(&record);
                            recent_count.count(&mut recent_count_feed, record);
                        }
                        {
                            recent_pprint_2.pprint(&mut recent_pprint_2_feed, record);
                        }
                    }
                }
            }
            if recent_window_emits {
                worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
                recent_count_stage.finish(worker, &batch)?;
                worker.keeps(2u16, 0usize, recent_count_stage.kept())?;
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
            if recent_window_emits {
                worker.keeps(4u16, 0usize, recent_pprint_2_stage.kept())?;
                worker.begin_output(4u16, &batch);
                let written = recent_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(4u16, 0usize, recent_pprint_2_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                recent_window_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        recent_window_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
