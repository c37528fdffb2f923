// What is emitted for:
//
//     )
//     |> map::<Option<u32>>(parse)
//     |> window::<u32>(3s)
//     |> foreach_batch(report::<u32>);

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
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "parse",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "3s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach_batch",
                    arguments: "report::<u32>",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 5u32,
                    column: 16u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::Some(2u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(2u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let window_id = program
        .window(
            2u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(3u64, 0u32),
            ::core::option::Option::None,
        );
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let map = ops::Stream::new(1u16);
        let window = ops::Stream::new(2u16);
        let foreach_batch = ops::Stream::new(3u16);
        let mut window_stage = ops::WindowInOrder::new(
            worker,
            ops::Stream::new(2u16),
            window_id,
            "window#1",
        )?;
        let mut foreach_batch_stage = ops::ForeachBatch::new(
            worker,
            ops::Stream::new(3u16),
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let window_emits = worker.emits(window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(2u16, 0usize, window_stage.kept())?;
                        window_stage.begin_run(place);
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (
                                map.map::<Option<u32>>(record, ops::by(&parse)),
                            );
                            window.window::<u32>(&mut window_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, window_stage.kept())?;
            window_stage.finish(worker, &batch)?;
            worker.keeps(2u16, 0usize, window_stage.kept())?;
            if window_emits {
                for run in window_stage.runs() {
                    worker.keeps(3u16, 0usize, foreach_batch_stage.kept())?;
                    foreach_batch_stage.begin_run(run.place());
                    let mut foreach_batch_feed = foreach_batch_stage
                        .feed(ops::page::none());
                    for record in run {
                        foreach_batch.foreach_batch(&mut foreach_batch_feed, record);
                    }
                }
            }
            if window_emits {
                worker.keeps(3u16, 0usize, foreach_batch_stage.kept())?;
                worker.begin_output(3u16, &batch);
                let written = foreach_batch_stage
                    .finish(worker, &batch, ops::by(&report::<u32>));
                worker.end_output(written)?;
                worker.keeps(3u16, 0usize, foreach_batch_stage.kept())?;
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
