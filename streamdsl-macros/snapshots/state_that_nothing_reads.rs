// What is emitted for:
//
//     ions = from(visits) |> map_with_state(session);
//     sessions |> state_snapshots |> pprint;

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
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_with_state",
                    arguments: "session",
                    binding: ::core::option::Option::Some("sessions"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 40u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "state_snapshots",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Second,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 40u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepState,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "sessions.map_with_state",
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
    let sessions_source: _ = program.source(0u16, ops::Stream::new(0u16).from(visits));
    let sessions_map_with_state_arguments = ops::map_with_state::arguments();
    let sessions_pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let sessions_map_with_state = ops::Stream::new(1u16);
        let sessions_state_snapshots = ops::Stream::new(2u16);
        let sessions_pprint = ops::Stream::new(3u16);
        let mut sessions_map_with_state_stage = ops::MapWithState::new(
            worker,
            ops::Stream::new(1u16),
            "sessions.map_with_state",
            &sessions_map_with_state_arguments,
        )?;
        let mut sessions_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &sessions_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = sessions_source.open(page)?;
                        worker
                            .keeps(1u16, 0usize, sessions_map_with_state_stage.kept())?;
                        sessions_map_with_state_stage.begin_run(place);
                        let mut sessions_map_with_state_feed = sessions_map_with_state_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            sessions_map_with_state_feed.store(record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, sessions_map_with_state_stage.kept())?;
            sessions_map_with_state_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, sessions_map_with_state_stage.kept())?;
            ops::exhaust(
                sessions_map_with_state
                    .map_with_state(
                        sessions_map_with_state_stage.batch(),
                        ops::by(&session),
                    ),
            );
            worker.keeps(3u16, 0usize, sessions_pprint_stage.kept())?;
            sessions_pprint_stage.begin_run(worker.place());
            let mut sessions_pprint_feed = sessions_pprint_stage.feed(ops::page::none());
            for record in sessions_map_with_state_stage.snapshots() {
                let (record,): (_,) = (
                    sessions_state_snapshots.state_snapshots(record),
                );
                sessions_pprint.pprint(&mut sessions_pprint_feed, record);
            }
            worker.keeps(3u16, 0usize, sessions_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = sessions_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, sessions_pprint_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                sessions_map_with_state_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        sessions_map_with_state_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
