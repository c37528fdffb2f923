// What is emitted for:
//
//     ts = from(visits)
//         |> map_with_state(|key, value, state| (key, state.exists()), timeout = 30min);
//     visits |> pprint;
//     visits |> state_snapshots |> count |> pprint;

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
                    name: "map_with_state",
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "state_snapshots",
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    line: 5u32,
                    column: 38u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 47u32,
                },
            ],
            text: "source   from(visits)\n         per record, fused: -> stage 0\nstage 0  map_with_state(|key, value, state| (key, state.exists()), 30min)\n         deals the pairs out by key group, keeps state\n         per record, fused: -> stage 1\n         per key, fused: state_snapshots -> stage 2\nstage 1  pprint\n         gathers on the first worker\nstage 2  count\n         combines per worker, then on the first worker\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(visits)\"])\n    op1[[\"map_with_state(|key, value, state| (key, state.exists()), 30min)\"]]\n    op2[[\"pprint\"]]\n    op3[\"state_snapshots\"]\n    op4[[\"count\"]]\n    op5[[\"pprint\"]]\n    op0 --> op1\n    op1 --> op2\n    op1 --> op3\n    op3 --> op4\n    op4 --> op5\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let visits_source = program.source(0u16, ops::Stream::new(0u16).from(visits));
    let visits_map_with_state_arguments = ops::arguments::map_with_state()
        .with_timeout(::core::time::Duration::new(1800u64, 0u32));
    let visits_pprint_arguments = ops::arguments::pprint();
    let visits_pprint_2_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let visits_map_with_state = ops::Stream::new(1u16);
        let visits_pprint = ops::Stream::new(2u16);
        let visits_state_snapshots = ops::Stream::new(3u16);
        let visits_count = ops::Stream::new(4u16);
        let visits_pprint_2 = ops::Stream::new(5u16);
        let mut visits_map_with_state_stage = ops::MapWithState::new(
            worker,
            ops::Stream::new(1u16),
            "visits.map_with_state",
            &visits_map_with_state_arguments,
        )?;
        let mut visits_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &visits_pprint_arguments,
        )?;
        let mut visits_count_stage = ops::Count::new(worker, ops::Stream::new(4u16))?;
        let mut visits_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &visits_pprint_2_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(visits_source, page)?;
                        let mut visits_map_with_state_feed = visits_map_with_state_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            visits_map_with_state_feed.store(record);
                        }
                    }
                    _ => {}
                }
            }
            visits_map_with_state_stage.finish(worker, &batch)?;
            let mut visits_pprint_feed = visits_pprint_stage.feed(ops::page::none());
            for record in visits_map_with_state
                .map_with_state(
                    visits_map_with_state_stage.batch(),
                    |key, value, state| (key, state.exists()),
                )
            {
                visits_pprint.pprint(&mut visits_pprint_feed, record);
            }
            let mut visits_count_feed = visits_count_stage.feed(ops::page::none());
            for record in visits_map_with_state_stage.snapshots() {
                let (record,) = (visits_state_snapshots.state_snapshots(record),);
                visits_count.count(&mut visits_count_feed, record);
            }
            worker.begin_output(2u16, &batch);
            let written = visits_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            visits_count_stage.finish(worker, &batch)?;
            let mut visits_pprint_2_feed = visits_pprint_2_stage.feed(ops::page::none());
            for record in visits_count_stage.records() {
                visits_pprint_2.pprint(&mut visits_pprint_2_feed, record);
            }
            worker.begin_output(5u16, &batch);
            let written = visits_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            if worker.is_checkpoint_due(&batch) {
                visits_map_with_state_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        visits_map_with_state_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
