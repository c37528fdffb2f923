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
                    line: 2u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 2u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    line: 3u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 3u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "join",
                    line: 3u32,
                    column: 44u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_text_files",
                    line: 3u32,
                    column: 58u32,
                },
            ],
            text: "source   from(ages)\n         per record, fused: -> stage 0\nsource   from(visits)\n         per record, fused: -> stage 1\nstage 0  window(10s, 5s)\n         keeps the records of each batch in the window\n         per record, fused: -> stage 2 (input 2)\nstage 1  window(20s, 5s)\n         keeps the records of each batch in the window\n         per record, fused: -> stage 2\nstage 2  join(ages)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 3\nstage 3  save_as_text_files(\"out/names\", \"txt\")\n         formats per worker, the first one writes the directory\n",
            mermaid: "flowchart LR\n    op0([\"from(ages)\"])\n    op1[[\"window(10s, 5s)\"]]\n    op2([\"from(visits)\"])\n    op3[[\"window(20s, 5s)\"]]\n    op4[[\"join(ages)\"]]\n    op5[[\"save_as_text_files(#quot;out/names#quot;, #quot;txt#quot;)\"]]\n    op0 --> op1\n    op2 --> op3\n    op3 --> op4\n    op1 --> op4\n    op4 --> op5\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let ages_source = program.source(0u16, ops::Stream::new(0u16).from(ages));
    let ages_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(10u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(5u64, 0u32)),
        );
    let from_source = program.source(2u16, ops::Stream::new(2u16).from(visits));
    let window_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(20u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(5u64, 0u32)),
        );
    program
        .same_slide(
            4u16,
            &[
                ::core::option::Option::Some(window_id),
                ::core::option::Option::Some(ages_window_id),
            ],
        );
    let save_as_text_files_arguments = ops::arguments::save_as_text_files("out/names")
        .with_suffix("txt");
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let ages_window = ops::Stream::new(1u16);
        let window = ops::Stream::new(3u16);
        let join = ops::Stream::new(4u16);
        let save_as_text_files = ops::Stream::new(5u16);
        let mut ages_window_stage = ops::Window::new(
            worker,
            ops::Stream::new(1u16),
            ages_window_id,
            "ages.window",
        )?;
        let mut window_stage = ops::Window::new(
            worker,
            ops::Stream::new(3u16),
            window_id,
            "window#1",
        )?;
        let mut join_stage = ops::Join::new(worker, ops::Stream::new(4u16))?;
        let mut join_input2 = ops::other_inputs::join(worker);
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
                        let chunk = ops::page::open(ages_source, page)?;
                        let mut ages_window_feed = ages_window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            ages_window.window(&mut ages_window_feed, record);
                        }
                    }
                    1u16 => {
                        let chunk = ops::page::open(from_source, page)?;
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            window.window(&mut window_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            ages_window_stage.finish(worker, &batch)?;
            if ages_window_emits {
                let mut join_feed2 = join_input2.feed(ops::page::none());
                for record in ages_window_stage.records() {
                    join.other(&mut join_feed2, record);
                }
            }
            window_stage.finish(worker, &batch)?;
            if window_emits {
                let mut join_feed = join_stage.feed(ops::page::none());
                for record in window_stage.records() {
                    join.join(&mut join_feed, record);
                }
            }
            if window_emits {
                join_stage.finish(worker, &batch, join_input2.input())?;
                let mut save_as_text_files_feed = save_as_text_files_stage
                    .feed(ops::page::none());
                for record in join_stage.records() {
                    save_as_text_files
                        .save_as_text_files(&mut save_as_text_files_feed, record);
                }
            }
            if window_emits {
                worker.begin_output(5u16, &batch);
                let written = save_as_text_files_stage.finish(worker, &batch);
                worker.end_output(written)?;
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
