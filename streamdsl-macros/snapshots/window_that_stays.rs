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
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 2u32,
                    column: 39u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 3u32,
                    column: 28u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 19u32,
                },
            ],
            text: "source   from(numbers)\n         per record, fused: -> stage 0\nstage 0  window(3s, 1s)\n         keeps the records of each batch in the window\n         per record, fused: -> stage 1\n         per record, fused: -> stage 3\nstage 1  count\n         combines per worker, then on the first worker\n         per record, fused: -> stage 2\nstage 2  pprint\n         gathers on the first worker\nstage 3  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(numbers)\"])\n    op1[[\"window(3s, 1s)\"]]\n    op2[[\"count\"]]\n    op3[[\"pprint\"]]\n    op4[[\"pprint\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op1 --> op4\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let recent_source = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let recent_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(3u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(1u64, 0u32)),
        );
    let recent_pprint_arguments = ops::arguments::pprint();
    let recent_pprint_2_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let recent_window = ops::Stream::new(1u16);
        let recent_count = ops::Stream::new(2u16);
        let recent_pprint = ops::Stream::new(3u16);
        let recent_pprint_2 = ops::Stream::new(4u16);
        let mut recent_window_stage = ops::Window::new(
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
                        let chunk = ops::page::open(recent_source, page)?;
                        let mut recent_window_feed = recent_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            recent_window.window(&mut recent_window_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            recent_window_stage.finish(worker, &batch)?;
            if recent_window_emits {
                let mut recent_count_feed = recent_count_stage.feed(ops::page::none());
                let mut recent_pprint_2_feed = recent_pprint_2_stage
                    .feed(ops::page::none());
                for record in recent_window_stage.records() {
                    {
                        let record = ops::copy(&record);
                        recent_count.count(&mut recent_count_feed, record);
                    }
                    {
                        recent_pprint_2.pprint(&mut recent_pprint_2_feed, record);
                    }
                }
            }
            if recent_window_emits {
                recent_count_stage.finish(worker, &batch)?;
                let mut recent_pprint_feed = recent_pprint_stage.feed(ops::page::none());
                for record in recent_count_stage.records() {
                    recent_pprint.pprint(&mut recent_pprint_feed, record);
                }
            }
            if recent_window_emits {
                worker.begin_output(3u16, &batch);
                let written = recent_pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            if recent_window_emits {
                worker.begin_output(4u16, &batch);
                let written = recent_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
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
