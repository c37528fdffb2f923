// What is emitted for:
//
//     ls = from(pairs)
//         |> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()), initial = known);
//     totals |> pprint;
//     from(pairs) |> update_state_by_key(update, slot = "by name") |> pprint;
//     from(pairs) |> update_state_by_key(updater(3)) |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "update_state_by_key",
                    arguments: "|new, total| Some(total.unwrap_or(0) + new.len()..",
                    binding: ::core::option::Option::Some("totals"),
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
                    name: "from",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "update_state_by_key",
                    arguments: "update, slot = \"by name\"",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 5u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 73u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "pairs",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 6u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "update_state_by_key",
                    arguments: "updater(3)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[6u16],
                    line: 6u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[7u16],
                    line: 6u32,
                    column: 59u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepState,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "totals.update_state_by_key",
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
                    work: ::streamdsl::__private::Work::KeepState,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "by name",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(4u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::KeepState,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "update_state_by_key#2",
                        combiner: ::core::option::Option::None,
                        numbered: false,
                        named_at: ::core::option::Option::Some(7u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let totals_source: _ = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let totals_pprint_arguments = ops::pprint::arguments();
    let from_source: _ = program.source(3u16, ops::Stream::new(3u16).from(pairs));
    let pprint_arguments = ops::pprint::arguments();
    let from_source_2: _ = program.source(6u16, ops::Stream::new(6u16).from(pairs));
    let pprint_2_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let totals_update_state_by_key = ops::Stream::new(1u16);
        let totals_pprint = ops::Stream::new(2u16);
        let update_state_by_key = ops::Stream::new(4u16);
        let pprint = ops::Stream::new(5u16);
        let update_state_by_key_2 = ops::Stream::new(7u16);
        let update_state_by_key_2_f = updater(3);
        let pprint_2 = ops::Stream::new(8u16);
        let mut totals_update_state_by_key_stage = ops::UpdateStateByKey::new(
            worker,
            ops::Stream::new(1u16),
            "totals.update_state_by_key",
        )?;
        totals_update_state_by_key_stage.initialize(worker, ops::copy(&known));
        let mut totals_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &totals_pprint_arguments,
        )?;
        let mut update_state_by_key_stage = ops::UpdateStateByKey::new(
            worker,
            ops::Stream::new(4u16),
            "by name",
        )?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &pprint_arguments,
        )?;
        let mut update_state_by_key_2_stage = ops::UpdateStateByKey::new(
            worker,
            ops::Stream::new(7u16),
            "update_state_by_key#2",
        )?;
        let mut pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(8u16),
            &pprint_2_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = totals_source.open(page)?;
                        worker
                            .keeps(
                                1u16,
                                0usize,
                                totals_update_state_by_key_stage.kept(),
                            )?;
                        totals_update_state_by_key_stage.begin_run(place);
                        let mut totals_update_state_by_key_feed = totals_update_state_by_key_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            totals_update_state_by_key
                                .update_state_by_key(
                                    &mut totals_update_state_by_key_feed,
                                    record,
                                );
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(4u16, 0usize, update_state_by_key_stage.kept())?;
                        update_state_by_key_stage.begin_run(place);
                        let mut update_state_by_key_feed = update_state_by_key_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            update_state_by_key
                                .update_state_by_key(&mut update_state_by_key_feed, record);
                        }
                    }
                    2u16 => {
                        let place = page.place();
                        let chunk: _ = from_source_2.open(page)?;
                        worker.keeps(7u16, 0usize, update_state_by_key_2_stage.kept())?;
                        update_state_by_key_2_stage.begin_run(place);
                        let mut update_state_by_key_2_feed = update_state_by_key_2_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            update_state_by_key_2
                                .update_state_by_key(
                                    &mut update_state_by_key_2_feed,
                                    record,
                                );
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, totals_update_state_by_key_stage.kept())?;
            totals_update_state_by_key_stage
                .finish(
                    worker,
                    &batch,
                    |new, total, _, _| Some(total.unwrap_or(0) + new.len()),
                )?;
            worker.keeps(1u16, 0usize, totals_update_state_by_key_stage.kept())?;
            worker.keeps(2u16, 0usize, totals_pprint_stage.kept())?;
            totals_pprint_stage.begin_run(worker.place());
            let mut totals_pprint_feed = totals_pprint_stage.feed(ops::page::none());
            for record in totals_update_state_by_key_stage.records() {
                totals_pprint.pprint(&mut totals_pprint_feed, record);
            }
            worker.keeps(2u16, 0usize, totals_pprint_stage.kept())?;
            worker.begin_output(2u16, &batch);
            let written = totals_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(2u16, 0usize, totals_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, update_state_by_key_stage.kept())?;
            update_state_by_key_stage
                .finish(worker, &batch, |new, state, _, _| update(new, state))?;
            worker.keeps(4u16, 0usize, update_state_by_key_stage.kept())?;
            worker.keeps(5u16, 0usize, pprint_stage.kept())?;
            pprint_stage.begin_run(worker.place());
            let mut pprint_feed = pprint_stage.feed(ops::page::none());
            for record in update_state_by_key_stage.records() {
                pprint.pprint(&mut pprint_feed, record);
            }
            worker.keeps(5u16, 0usize, pprint_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, pprint_stage.kept())?;
            worker.keeps(7u16, 0usize, update_state_by_key_2_stage.kept())?;
            update_state_by_key_2_stage
                .finish(
                    worker,
                    &batch,
                    |new, state, _, _| update_state_by_key_2_f(new, state),
                )?;
            worker.keeps(7u16, 0usize, update_state_by_key_2_stage.kept())?;
            worker.keeps(8u16, 0usize, pprint_2_stage.kept())?;
            pprint_2_stage.begin_run(worker.place());
            let mut pprint_2_feed = pprint_2_stage.feed(ops::page::none());
            for record in update_state_by_key_2_stage.records() {
                pprint_2.pprint(&mut pprint_2_feed, record);
            }
            worker.keeps(8u16, 0usize, pprint_2_stage.kept())?;
            worker.begin_output(8u16, &batch);
            let written = pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(8u16, 0usize, pprint_2_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                totals_update_state_by_key_stage.save(worker);
                update_state_by_key_stage.save(worker);
                update_state_by_key_2_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        totals_update_state_by_key_stage.save(worker);
        update_state_by_key_stage.save(worker);
        update_state_by_key_2_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
