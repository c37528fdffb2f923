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
                    line: 1u32,
                    column: 1u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    line: 1u32,
                    column: 30u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    line: 1u32,
                    column: 49u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    line: 1u32,
                    column: 69u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 1u32,
                    column: 89u32,
                },
            ],
            text: "source   socket(\"localhost\", 9999)\n         per page, fused: flat_map(split) -> stage 0\nstage 0  reduce_by_key(+) + window(30s, 10s)\n         pre-aggregates per worker, exchanges by key group, keeps panes per key\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"socket(#quot;localhost#quot;, 9999)\"])\n    op1[\"flat_map(split)\"]\n    op2[[\"reduce_by_key(+)\"]]\n    op3[[\"window(30s, 10s)\"]]\n    op4[[\"pprint\"]]\n    subgraph stage0 [stage 0]\n        op2\n        op3\n    end\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op3 --> op4\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let socket_source = program
        .source(0u16, ops::Stream::new(0u16).socket("localhost", 9999));
    let window_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let pprint_arguments = ops::arguments::pprint();
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
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let window_emits = worker.emits(window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(socket_source, page)?;
                        let mut window_feed = window_stage
                            .feed(ops::page::window(&chunk));
                        flat_map
                            .flat_map(
                                &chunk,
                                ops::by(&split),
                                |record| {
                                    reduce_by_key
                                        .reduce_by_key(
                                            &mut window_feed,
                                            record,
                                            |a, b| combine::operator::add((a, b)),
                                        );
                                },
                            );
                        window_feed.flush(|a, b| combine::operator::add((a, b)));
                    }
                    _ => {}
                }
            }
            window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            if window_emits {
                let mut pprint_feed = pprint_stage.feed(ops::page::none());
                for record in window_stage.records(|a, b| combine::operator::add((a, b)))
                {
                    pprint.pprint(&mut pprint_feed, record);
                }
            }
            if window_emits {
                worker.begin_output(4u16, &batch);
                let written = pprint_stage.finish(worker, &batch);
                worker.end_output(written)?;
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
