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
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    line: 3u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "join",
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "left_outer_join",
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 45u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "right_outer_join",
                    line: 6u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 6u32,
                    column: 46u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "full_outer_join",
                    line: 7u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 7u32,
                    column: 45u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "cogroup",
                    line: 8u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_values",
                    line: 8u32,
                    column: 37u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 8u32,
                    column: 63u32,
                },
            ],
            text: "source   from(users)\n         per record, fused: -> stage 0 (input 2)\n         per record, fused: -> stage 2 (input 2)\n         per record, fused: -> stage 4 (input 2)\n         per record, fused: -> stage 6 (input 2)\n         per record, fused: -> stage 8 (input 2)\nsource   from(visits)\n         per record, fused: -> stage 0\n         per record, fused: -> stage 2\n         per record, fused: -> stage 4\n         per record, fused: -> stage 6\n         per record, fused: -> stage 8\nstage 0  join(users)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  left_outer_join(users)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\nstage 4  right_outer_join(users)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 5\nstage 5  pprint\n         gathers on the first worker\nstage 6  full_outer_join(users)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 7\nstage 7  pprint\n         gathers on the first worker\nstage 8  cogroup(users)\n         deals the pairs out by key group, sorts them by key\n         per record, fused: map_values(count_both) -> stage 9\nstage 9  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(users)\"])\n    op1([\"from(visits)\"])\n    op2[[\"join(users)\"]]\n    op3[[\"pprint\"]]\n    op4[[\"left_outer_join(users)\"]]\n    op5[[\"pprint\"]]\n    op6[[\"right_outer_join(users)\"]]\n    op7[[\"pprint\"]]\n    op8[[\"full_outer_join(users)\"]]\n    op9[[\"pprint\"]]\n    op10[[\"cogroup(users)\"]]\n    op11[\"map_values(count_both)\"]\n    op12[[\"pprint\"]]\n    op1 --> op2\n    op0 --> op2\n    op2 --> op3\n    op1 --> op4\n    op0 --> op4\n    op4 --> op5\n    op1 --> op6\n    op0 --> op6\n    op6 --> op7\n    op1 --> op8\n    op0 --> op8\n    op8 --> op9\n    op1 --> op10\n    op0 --> op10\n    op10 --> op11\n    op11 --> op12\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let users_source = program.source(0u16, ops::Stream::new(0u16).from(users));
    let visits_source = program.source(1u16, ops::Stream::new(1u16).from(visits));
    program
        .same_slide(2u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_arguments = ops::arguments::pprint();
    program
        .same_slide(4u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_2_arguments = ops::arguments::pprint();
    program
        .same_slide(6u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_3_arguments = ops::arguments::pprint();
    program
        .same_slide(8u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let visits_pprint_4_arguments = ops::arguments::pprint();
    program
        .same_slide(
            10u16,
            &[::core::option::Option::None, ::core::option::Option::None],
        );
    let visits_pprint_5_arguments = ops::arguments::pprint();
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
        let mut visits_join_input2 = ops::other_inputs::join(worker);
        let mut visits_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &visits_pprint_arguments,
        )?;
        let mut visits_left_outer_join_stage = ops::LeftOuterJoin::new(
            worker,
            ops::Stream::new(4u16),
        )?;
        let mut visits_left_outer_join_input2 = ops::other_inputs::left_outer_join(
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
        let mut visits_right_outer_join_input2 = ops::other_inputs::right_outer_join(
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
        let mut visits_full_outer_join_input2 = ops::other_inputs::full_outer_join(
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
        let mut visits_cogroup_input2 = ops::other_inputs::cogroup(worker);
        let mut visits_pprint_5_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(12u16),
            &visits_pprint_5_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(users_source, page)?;
                        let mut visits_join_feed2 = visits_join_input2
                            .feed(ops::page::window(&chunk));
                        let mut visits_left_outer_join_feed2 = visits_left_outer_join_input2
                            .feed(ops::page::window(&chunk));
                        let mut visits_right_outer_join_feed2 = visits_right_outer_join_input2
                            .feed(ops::page::window(&chunk));
                        let mut visits_full_outer_join_feed2 = visits_full_outer_join_input2
                            .feed(ops::page::window(&chunk));
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
                        let chunk = ops::page::open(visits_source, page)?;
                        let mut visits_join_feed = visits_join_stage
                            .feed(ops::page::window(&chunk));
                        let mut visits_left_outer_join_feed = visits_left_outer_join_stage
                            .feed(ops::page::window(&chunk));
                        let mut visits_right_outer_join_feed = visits_right_outer_join_stage
                            .feed(ops::page::window(&chunk));
                        let mut visits_full_outer_join_feed = visits_full_outer_join_stage
                            .feed(ops::page::window(&chunk));
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
            visits_join_stage.finish(worker, &batch, visits_join_input2.input())?;
            let mut visits_pprint_feed = visits_pprint_stage.feed(ops::page::none());
            for record in visits_join_stage.records() {
                visits_pprint.pprint(&mut visits_pprint_feed, record);
            }
            worker.begin_output(3u16, &batch);
            let written = visits_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            visits_left_outer_join_stage
                .finish(worker, &batch, visits_left_outer_join_input2.input())?;
            let mut visits_pprint_2_feed = visits_pprint_2_stage.feed(ops::page::none());
            for record in visits_left_outer_join_stage.records() {
                visits_pprint_2.pprint(&mut visits_pprint_2_feed, record);
            }
            worker.begin_output(5u16, &batch);
            let written = visits_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            visits_right_outer_join_stage
                .finish(worker, &batch, visits_right_outer_join_input2.input())?;
            let mut visits_pprint_3_feed = visits_pprint_3_stage.feed(ops::page::none());
            for record in visits_right_outer_join_stage.records() {
                visits_pprint_3.pprint(&mut visits_pprint_3_feed, record);
            }
            worker.begin_output(7u16, &batch);
            let written = visits_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            visits_full_outer_join_stage
                .finish(worker, &batch, visits_full_outer_join_input2.input())?;
            let mut visits_pprint_4_feed = visits_pprint_4_stage.feed(ops::page::none());
            for record in visits_full_outer_join_stage.records() {
                visits_pprint_4.pprint(&mut visits_pprint_4_feed, record);
            }
            worker.begin_output(9u16, &batch);
            let written = visits_pprint_4_stage.finish(worker, &batch);
            worker.end_output(written)?;
            visits_cogroup_stage.finish(worker, &batch, visits_cogroup_input2.input())?;
            let mut visits_pprint_5_feed = visits_pprint_5_stage.feed(ops::page::none());
            for record in visits_cogroup_stage.records() {
                let (record,) = (
                    visits_map_values.map_values(record, ops::by(&count_both)),
                );
                visits_pprint_5.pprint(&mut visits_pprint_5_feed, record);
            }
            worker.begin_output(12u16, &batch);
            let written = visits_pprint_5_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
