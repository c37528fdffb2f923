// What is emitted for:
//
//     from(lines) |> window(3s) |> map(|line| line.len()) |> pprint

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
                    line: 1u32,
                    column: 1u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "3s",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 1u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|line| line.len()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 1u32,
                    column: 30u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 1u32,
                    column: 56u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepRecords,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::Some(1u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(1u16),
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
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(lines));
    let window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(3u64, 0u32),
            ::core::option::Option::None,
        );
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let window = ops::Stream::new(1u16);
        let map = ops::Stream::new(2u16);
        let pprint = ops::Stream::new(3u16);
        let mut window_stage = ops::WindowInOrder::new(
            worker,
            ops::Stream::new(1u16),
            window_id,
            "window#1",
        )?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let window_emits = worker.emits(window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(1u16, 0usize, window_stage.kept())?;
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
            worker.keeps(1u16, 0usize, window_stage.kept())?;
            window_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, window_stage.kept())?;
            if window_emits {
                for run in window_stage.runs() {
                    worker.keeps(3u16, 0usize, pprint_stage.kept())?;
                    pprint_stage.begin_run(run.place());
                    let mut pprint_feed = pprint_stage.feed(ops::page::none());
                    for record in run {
                        let (record,): (_,) = (map.map(record, |line| line.len()),);
                        pprint.pprint(&mut pprint_feed, record);
                    }
                }
            }
            if window_emits {
                worker.keeps(3u16, 0usize, pprint_stage.kept())?;
                worker.begin_output(3u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(3u16, 0usize, pprint_stage.kept())?;
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
