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
                    arguments: "visits",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_with_state",
                    arguments: "|key, value, state| (key, state.exists()), 30min",
                    binding: ::core::option::Option::Some("visits"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
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
                ::streamdsl::__private::OperatorInfo {
                    name: "state_snapshots",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Second,
                    inputs: &[1u16],
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 5u32,
                    column: 38u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 47u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepState,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "visits.map_with_state",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(1u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
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
    let visits_source: _ = program.source(0u16, ops::Stream::new(0u16).from(visits));
    let visits_map_with_state_arguments = ops::map_with_state::arguments()
        .with_timeout(::core::time::Duration::new(1800u64, 0u32));
    let visits_pprint_arguments = ops::pprint::arguments();
    let visits_pprint_2_arguments = ops::pprint::arguments();
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
                        let place = page.place();
                        let chunk: _ = visits_source.open(page)?;
                        worker.keeps(1u16, 0usize, visits_map_with_state_stage.kept())?;
                        visits_map_with_state_stage.begin_run(place);
                        let mut visits_map_with_state_feed = visits_map_with_state_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            visits_map_with_state_feed.store(record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, visits_map_with_state_stage.kept())?;
            visits_map_with_state_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, visits_map_with_state_stage.kept())?;
            worker.keeps(2u16, 0usize, visits_pprint_stage.kept())?;
            visits_pprint_stage.begin_run(worker.place());
            let mut visits_pprint_feed = visits_pprint_stage.feed(ops::page::none());
            for record in visits_map_with_state
                .map_with_state(
                    visits_map_with_state_stage.batch(),
                    |key, value, state| (key, state.exists()),
                )
            {
                visits_pprint.pprint(&mut visits_pprint_feed, record);
            }
            worker.keeps(4u16, 0usize, visits_count_stage.kept())?;
            let mut visits_count_feed = visits_count_stage.feed(ops::page::none());
            for record in visits_map_with_state_stage.snapshots() {
                let (record,): (_,) = (visits_state_snapshots.state_snapshots(record),);
                visits_count.count(&mut visits_count_feed, record);
            }
            worker.keeps(2u16, 0usize, visits_pprint_stage.kept())?;
            worker.begin_output(2u16, &batch);
            let written = visits_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(2u16, 0usize, visits_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, visits_count_stage.kept())?;
            visits_count_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, visits_count_stage.kept())?;
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
            visits_pprint_2_stage.begin_run(worker.place());
            let mut visits_pprint_2_feed = visits_pprint_2_stage.feed(ops::page::none());
            for record in visits_count_stage.records() {
                visits_pprint_2.pprint(&mut visits_pprint_2_feed, record);
            }
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = visits_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
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
