// What is emitted for:
//
//     s = from(users);
//     let visits = from(visits);
//     visits |> join(users) |> pprint;
//     visits |> left_outer_join(users) |> pprint;
//     visits |> right_outer_join(users) |> pprint;
//     visits |> full_outer_join(users) |> pprint;
//     visits |> cogroup(users) |> map_values(count_both) |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "users",
                    binding: ::core::option::Option::Some("users"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "visits",
                    binding: ::core::option::Option::Some("visits"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "join",
                    arguments: "users",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 0u16],
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 4u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "left_outer_join",
                    arguments: "users",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 0u16],
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 45u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "right_outer_join",
                    arguments: "users",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 0u16],
                    line: 6u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[6u16],
                    line: 6u32,
                    column: 46u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "full_outer_join",
                    arguments: "users",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 0u16],
                    line: 7u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[8u16],
                    line: 7u32,
                    column: 45u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "cogroup",
                    arguments: "users",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16, 0u16],
                    line: 8u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_values",
                    arguments: "count_both",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[10u16],
                    line: 8u32,
                    column: 37u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[11u16],
                    line: 8u32,
                    column: 63u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
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
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 9u16,
                    output: 9u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 10u16,
                    output: 10u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 12u16,
                    output: 12u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let users_source: _ = program.source(0u16, ops::Stream::new(0u16).from(users));
    let visits_source: _ = program.source(1u16, ops::Stream::new(1u16).from(visits));
    program
        .same_slide(2u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_arguments = ops::pprint::arguments();
    program
        .same_slide(4u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_2_arguments = ops::pprint::arguments();
    program
        .same_slide(6u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_3_arguments = ops::pprint::arguments();
    program
        .same_slide(8u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_4_arguments = ops::pprint::arguments();
    program
        .same_slide(
            10u16,
            &[::core::option::Option::None, ::core::option::Option::None],
        );
    let visits_pprint_5_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let visits_join = ops::Stream::new(2u16);
        let visits_pprint = ops::Stream::new(3u16);
        let visits_left_outer_join = ops::Stream::new(4u16);
        let visits_pprint_2 = ops::Stream::new(5u16);
        let visits_right_outer_join = ops::Stream::new(6u16);
        let visits_pprint_3 = ops::Stream::new(7u16);
        let visits_full_outer_join = ops::Stream::new(8u16);
        let visits_pprint_4 = ops::Stream::new(9u16);
        let visits_cogroup = ops::Stream::new(10u16);
        let visits_map_values = ops::Stream::new(11u16);
        let visits_pprint_5 = ops::Stream::new(12u16);
        let mut visits_join_stage = ops::Join::new(worker, ops::Stream::new(2u16))?;
        let mut visits_join_input2 = ops::join::other_input(worker);
        let mut visits_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &visits_pprint_arguments,
        )?;
        let mut visits_left_outer_join_stage = ops::LeftOuterJoin::new(
            worker,
            ops::Stream::new(4u16),
        )?;
        let mut visits_left_outer_join_input2 = ops::left_outer_join::other_input(
            worker,
        );
        let mut visits_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &visits_pprint_2_arguments,
        )?;
        let mut visits_right_outer_join_stage = ops::RightOuterJoin::new(
            worker,
            ops::Stream::new(6u16),
        )?;
        let mut visits_right_outer_join_input2 = ops::right_outer_join::other_input(
            worker,
        );
        let mut visits_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(7u16),
            &visits_pprint_3_arguments,
        )?;
        let mut visits_full_outer_join_stage = ops::FullOuterJoin::new(
            worker,
            ops::Stream::new(8u16),
        )?;
        let mut visits_full_outer_join_input2 = ops::full_outer_join::other_input(
            worker,
        );
        let mut visits_pprint_4_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(9u16),
            &visits_pprint_4_arguments,
        )?;
        let mut visits_cogroup_stage = ops::Cogroup::new(
            worker,
            ops::Stream::new(10u16),
        )?;
        let mut visits_cogroup_input2 = ops::cogroup::other_input(worker);
        let mut visits_pprint_5_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(12u16),
            &visits_pprint_5_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = users_source.open(page)?;
                        worker.keeps(2u16, 1usize, visits_join_input2.kept())?;
                        visits_join_input2.begin_run(place);
                        let mut visits_join_feed2 = visits_join_input2
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(4u16, 1usize, visits_left_outer_join_input2.kept())?;
                        visits_left_outer_join_input2.begin_run(place);
                        let mut visits_left_outer_join_feed2 = visits_left_outer_join_input2
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(6u16, 1usize, visits_right_outer_join_input2.kept())?;
                        visits_right_outer_join_input2.begin_run(place);
                        let mut visits_right_outer_join_feed2 = visits_right_outer_join_input2
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(8u16, 1usize, visits_full_outer_join_input2.kept())?;
                        visits_full_outer_join_input2.begin_run(place);
                        let mut visits_full_outer_join_feed2 = visits_full_outer_join_input2
                            .feed(ops::page::window(&chunk));
                        worker.keeps(10u16, 1usize, visits_cogroup_input2.kept())?;
                        visits_cogroup_input2.begin_run(place);
                        let mut visits_cogroup_feed2 = visits_cogroup_input2
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                visits_join.other(&mut visits_join_feed2, record);
                            }
                            {
                                let record = ops::copy(&record);
                                visits_left_outer_join
                                    .other(&mut visits_left_outer_join_feed2, record);
                            }
                            {
                                let record = ops::copy(&record);
                                visits_right_outer_join
                                    .other(&mut visits_right_outer_join_feed2, record);
                            }
                            {
                                let record = ops::copy(&record);
                                visits_full_outer_join
                                    .other(&mut visits_full_outer_join_feed2, record);
                            }
                            {
                                visits_cogroup.other(&mut visits_cogroup_feed2, record);
                            }
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = visits_source.open(page)?;
                        worker.keeps(2u16, 0usize, visits_join_stage.kept())?;
                        visits_join_stage.begin_run(place);
                        let mut visits_join_feed = visits_join_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(4u16, 0usize, visits_left_outer_join_stage.kept())?;
                        visits_left_outer_join_stage.begin_run(place);
                        let mut visits_left_outer_join_feed = visits_left_outer_join_stage
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(6u16, 0usize, visits_right_outer_join_stage.kept())?;
                        visits_right_outer_join_stage.begin_run(place);
                        let mut visits_right_outer_join_feed = visits_right_outer_join_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(8u16, 0usize, visits_full_outer_join_stage.kept())?;
                        visits_full_outer_join_stage.begin_run(place);
                        let mut visits_full_outer_join_feed = visits_full_outer_join_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(10u16, 0usize, visits_cogroup_stage.kept())?;
                        visits_cogroup_stage.begin_run(place);
                        let mut visits_cogroup_feed = visits_cogroup_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                visits_join.join(&mut visits_join_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                visits_left_outer_join
                                    .left_outer_join(&mut visits_left_outer_join_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                visits_right_outer_join
                                    .right_outer_join(
                                        &mut visits_right_outer_join_feed,
                                        record,
                                    );
                            }
                            {
                                let record = ops::copy(&record);
                                visits_full_outer_join
                                    .full_outer_join(&mut visits_full_outer_join_feed, record);
                            }
                            {
                                visits_cogroup.cogroup(&mut visits_cogroup_feed, record);
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, visits_join_stage.kept())?;
            worker.keeps(2u16, 1usize, visits_join_input2.kept())?;
            visits_join_stage.finish(worker, &batch, visits_join_input2.input())?;
            worker.keeps(2u16, 0usize, visits_join_stage.kept())?;
            worker.keeps(2u16, 1usize, visits_join_input2.kept())?;
            worker.keeps(3u16, 0usize, visits_pprint_stage.kept())?;
            visits_pprint_stage.begin_run(worker.place());
            let mut visits_pprint_feed = visits_pprint_stage.feed(ops::page::none());
            for record in visits_join_stage.records() {
                visits_pprint.pprint(&mut visits_pprint_feed, record);
            }
            worker.keeps(3u16, 0usize, visits_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = visits_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, visits_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, visits_left_outer_join_stage.kept())?;
            worker.keeps(4u16, 1usize, visits_left_outer_join_input2.kept())?;
            visits_left_outer_join_stage
                .finish(worker, &batch, visits_left_outer_join_input2.input())?;
            worker.keeps(4u16, 0usize, visits_left_outer_join_stage.kept())?;
            worker.keeps(4u16, 1usize, visits_left_outer_join_input2.kept())?;
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
            visits_pprint_2_stage.begin_run(worker.place());
            let mut visits_pprint_2_feed = visits_pprint_2_stage.feed(ops::page::none());
            for record in visits_left_outer_join_stage.records() {
                visits_pprint_2.pprint(&mut visits_pprint_2_feed, record);
            }
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = visits_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, visits_pprint_2_stage.kept())?;
            worker.keeps(6u16, 0usize, visits_right_outer_join_stage.kept())?;
            worker.keeps(6u16, 1usize, visits_right_outer_join_input2.kept())?;
            visits_right_outer_join_stage
                .finish(worker, &batch, visits_right_outer_join_input2.input())?;
            worker.keeps(6u16, 0usize, visits_right_outer_join_stage.kept())?;
            worker.keeps(6u16, 1usize, visits_right_outer_join_input2.kept())?;
            worker.keeps(7u16, 0usize, visits_pprint_3_stage.kept())?;
            visits_pprint_3_stage.begin_run(worker.place());
            let mut visits_pprint_3_feed = visits_pprint_3_stage.feed(ops::page::none());
            for record in visits_right_outer_join_stage.records() {
                visits_pprint_3.pprint(&mut visits_pprint_3_feed, record);
            }
            worker.keeps(7u16, 0usize, visits_pprint_3_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = visits_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, visits_pprint_3_stage.kept())?;
            worker.keeps(8u16, 0usize, visits_full_outer_join_stage.kept())?;
            worker.keeps(8u16, 1usize, visits_full_outer_join_input2.kept())?;
            visits_full_outer_join_stage
                .finish(worker, &batch, visits_full_outer_join_input2.input())?;
            worker.keeps(8u16, 0usize, visits_full_outer_join_stage.kept())?;
            worker.keeps(8u16, 1usize, visits_full_outer_join_input2.kept())?;
            worker.keeps(9u16, 0usize, visits_pprint_4_stage.kept())?;
            visits_pprint_4_stage.begin_run(worker.place());
            let mut visits_pprint_4_feed = visits_pprint_4_stage.feed(ops::page::none());
            for record in visits_full_outer_join_stage.records() {
                visits_pprint_4.pprint(&mut visits_pprint_4_feed, record);
            }
            worker.keeps(9u16, 0usize, visits_pprint_4_stage.kept())?;
            worker.begin_output(9u16, &batch);
            let written = visits_pprint_4_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(9u16, 0usize, visits_pprint_4_stage.kept())?;
            worker.keeps(10u16, 0usize, visits_cogroup_stage.kept())?;
            worker.keeps(10u16, 1usize, visits_cogroup_input2.kept())?;
            visits_cogroup_stage.finish(worker, &batch, visits_cogroup_input2.input())?;
            worker.keeps(10u16, 0usize, visits_cogroup_stage.kept())?;
            worker.keeps(10u16, 1usize, visits_cogroup_input2.kept())?;
            worker.keeps(12u16, 0usize, visits_pprint_5_stage.kept())?;
            visits_pprint_5_stage.begin_run(worker.place());
            let mut visits_pprint_5_feed = visits_pprint_5_stage.feed(ops::page::none());
            for record in visits_cogroup_stage.records() {
                let (record,): (_,) = (
                    visits_map_values.map_values(record, ops::by(&count_both)),
                );
                visits_pprint_5.pprint(&mut visits_pprint_5_feed, record);
            }
            worker.keeps(12u16, 0usize, visits_pprint_5_stage.kept())?;
            worker.begin_output(12u16, &batch);
            let written = visits_pprint_5_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(12u16, 0usize, visits_pprint_5_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
