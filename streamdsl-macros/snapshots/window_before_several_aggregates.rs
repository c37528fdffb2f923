// What is emitted for:
//
//     nt = from(numbers) |> window(30s, 10s);
//     recent |> count |> pprint;
//     recent |> reduce(+) |> pprint;
//     recent |> map(|n| n % 10) |> count_by_value |> pprint;

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
                    name: "reduce",
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    line: 5u32,
                    column: 38u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 56u32,
                },
            ],
            text: "source   from(numbers)\n         per record, fused: -> stage 0\n         per record, fused: -> stage 2\n         per record, fused: map(|n| n % 10) -> stage 4\nstage 0  window(30s, 10s) + count\n         counts per worker, keeps one count per pane\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  window(30s, 10s) + reduce(+)\n         combines per worker, keeps one value per pane\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\nstage 4  window(30s, 10s) + count_by_value\n         pre-aggregates per worker, exchanges by key group, keeps panes per key\n         per record, fused: -> stage 5\nstage 5  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(numbers)\"])\n    op1[\"window(30s, 10s)\"]\n    op2[[\"count\"]]\n    op3[[\"pprint\"]]\n    op4[[\"reduce(+)\"]]\n    op5[[\"pprint\"]]\n    op6[\"map(|n| n % 10)\"]\n    op7[[\"count_by_value\"]]\n    op8[[\"pprint\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op1 --> op4\n    op4 --> op5\n    op1 --> op6\n    op6 --> op7\n    op7 --> op8\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let recent_source = program.source(0u16, ops::Stream::new(0u16).from(numbers));
    let recent_window_id = program
        .window(
            1u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(30u64, 0u32),
            ops::arguments::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let recent_pprint_arguments = ops::arguments::pprint();
    let recent_pprint_2_arguments = ops::arguments::pprint();
    let recent_pprint_3_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let recent_window = ops::CountStream::new(1u16);
        let recent_count = ops::Stream::new(2u16);
        let recent_pprint = ops::Stream::new(3u16);
        let recent_reduce = ops::Stream::new(4u16);
        let recent_pprint_2 = ops::Stream::new(5u16);
        let recent_map = ops::Stream::new(6u16);
        let recent_count_by_value = ops::Stream::new(7u16);
        let recent_pprint_3 = ops::Stream::new(8u16);
        let mut recent_count_stage = recent_window
            .window(worker, ops::Stream::new(2u16), recent_window_id, "count#1")?;
        let mut recent_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &recent_pprint_arguments,
        )?;
        let mut recent_reduce_stage = ops::ReduceByWindow::new(
            worker,
            ops::Stream::new(4u16),
            recent_window_id,
            "reduce#1",
        )?;
        let mut recent_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &recent_pprint_2_arguments,
        )?;
        let mut recent_count_by_value_stage = ops::ReduceByKeyAndWindow::new(
            worker,
            ops::Stream::new(7u16),
            recent_window_id,
            "count_by_value#1",
        )?;
        let mut recent_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(8u16),
            &recent_pprint_3_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let recent_window_emits = worker.emits(recent_window_id, &batch);
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(recent_source, page)?;
                        let mut recent_count_feed = recent_count_stage
                            .feed(ops::page::window(&chunk));
                        let mut recent_reduce_feed = recent_reduce_stage
                            .feed(ops::page::window(&chunk));
                        let mut recent_count_by_value_feed = recent_count_by_value_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                recent_count.count(&mut recent_count_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                recent_reduce
                                    .reduce(
                                        &mut recent_reduce_feed,
                                        record,
                                        |a, b| combine::operator::add((a, b)),
                                    );
                            }
                            {
                                let (record,) = (recent_map.map(record, |n| n % 10),);
                                recent_count_by_value
                                    .count_by_value(&mut recent_count_by_value_feed, record);
                            }
                        }
                        recent_count_by_value_feed
                            .flush(|a, b| combine::operator::add((a, b)));
                    }
                    _ => {}
                }
            }
            recent_count_stage.finish(worker, &batch)?;
            if recent_window_emits {
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
            recent_reduce_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            if recent_window_emits {
                let mut recent_pprint_2_feed = recent_pprint_2_stage
                    .feed(ops::page::none());
                for record in recent_reduce_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    recent_pprint_2.pprint(&mut recent_pprint_2_feed, record);
                }
            }
            if recent_window_emits {
                worker.begin_output(5u16, &batch);
                let written = recent_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            recent_count_by_value_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            if recent_window_emits {
                let mut recent_pprint_3_feed = recent_pprint_3_stage
                    .feed(ops::page::none());
                for record in recent_count_by_value_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    recent_pprint_3.pprint(&mut recent_pprint_3_feed, record);
                }
            }
            if recent_window_emits {
                worker.begin_output(8u16, &batch);
                let written = recent_pprint_3_stage.finish(worker, &batch);
                worker.end_output(written)?;
            }
            if worker.is_checkpoint_due(&batch) {
                recent_count_stage.save(worker);
                recent_reduce_stage.save(worker);
                recent_count_by_value_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        recent_count_stage.save(worker);
        recent_reduce_stage.save(worker);
        recent_count_by_value_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
