// What is emitted for:
//
//     s = from(pairs);
//     pairs |> reduce_by_key(max) |> pprint;
//     pairs |> reduce_by_key(|a, b| a.min(b)) |> pprint;
//     pairs |> group_by_key |> pprint;
//     pairs |> combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all }, join) |> pprint;
//     pairs |> aggregate_by_key(0, |sum, v| sum + v, +) |> pprint;

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
                    name: "reduce_by_key",
                    line: 3u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 3u32,
                    column: 40u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    line: 4u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 4u32,
                    column: 52u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "group_by_key",
                    line: 5u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 5u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "combine_by_key",
                    line: 6u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 6u32,
                    column: 90u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "aggregate_by_key",
                    line: 7u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 7u32,
                    column: 62u32,
                },
            ],
            text: "source   from(pairs)\n         per record, fused: -> stage 0\n         per record, fused: -> stage 2\n         per record, fused: -> stage 4\n         per record, fused: -> stage 6\n         per record, fused: -> stage 8\nstage 0  reduce_by_key(max)\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 1\nstage 1  pprint\n         gathers on the first worker\nstage 2  reduce_by_key(|a, b| a.min(b))\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 3\nstage 3  pprint\n         gathers on the first worker\nstage 4  group_by_key\n         deals the pairs out by key group, sorts them by key\n         per record, fused: -> stage 5\nstage 5  pprint\n         gathers on the first worker\nstage 6  combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all },..)\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 7\nstage 7  pprint\n         gathers on the first worker\nstage 8  aggregate_by_key(0, |sum, v| sum + v, +)\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 9\nstage 9  pprint\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(pairs)\"])\n    op1[[\"reduce_by_key(max)\"]]\n    op2[[\"pprint\"]]\n    op3[[\"reduce_by_key(|a, b| a.min(b))\"]]\n    op4[[\"pprint\"]]\n    op5[[\"group_by_key\"]]\n    op6[[\"pprint\"]]\n    op7[[\"combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all },..)\"]]\n    op8[[\"pprint\"]]\n    op9[[\"aggregate_by_key(0, |sum, v| sum + v, +)\"]]\n    op10[[\"pprint\"]]\n    op0 --> op1\n    op1 --> op2\n    op0 --> op3\n    op3 --> op4\n    op0 --> op5\n    op5 --> op6\n    op0 --> op7\n    op7 --> op8\n    op0 --> op9\n    op9 --> op10\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let pairs_source = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let pairs_pprint_arguments = ops::arguments::pprint();
    let pairs_pprint_2_arguments = ops::arguments::pprint();
    let pairs_pprint_3_arguments = ops::arguments::pprint();
    let pairs_pprint_4_arguments = ops::arguments::pprint();
    let pairs_pprint_5_arguments = ops::arguments::pprint();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let pairs_reduce_by_key = ops::Stream::new(1u16);
        let pairs_pprint = ops::Stream::new(2u16);
        let pairs_reduce_by_key_2 = ops::Stream::new(3u16);
        let pairs_pprint_2 = ops::Stream::new(4u16);
        let pairs_group_by_key = ops::Stream::new(5u16);
        let pairs_pprint_3 = ops::Stream::new(6u16);
        let pairs_combine_by_key = ops::Stream::new(7u16);
        let pairs_pprint_4 = ops::Stream::new(8u16);
        let pairs_aggregate_by_key = ops::Stream::new(9u16);
        let pairs_aggregate_by_key_constants = worker
            .checked(9u16, ops::constants::aggregate_by_key(0))?;
        let pairs_pprint_5 = ops::Stream::new(10u16);
        let mut pairs_reduce_by_key_stage = ops::ReduceByKey::new(
            worker,
            ops::Stream::new(1u16),
        )?;
        let mut pairs_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &pairs_pprint_arguments,
        )?;
        let mut pairs_reduce_by_key_2_stage = ops::ReduceByKey::new(
            worker,
            ops::Stream::new(3u16),
        )?;
        let mut pairs_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &pairs_pprint_2_arguments,
        )?;
        let mut pairs_group_by_key_stage = ops::GroupByKey::new(
            worker,
            ops::Stream::new(5u16),
        )?;
        let mut pairs_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &pairs_pprint_3_arguments,
        )?;
        let mut pairs_combine_by_key_stage = ops::CombineByKey::new(
            worker,
            ops::Stream::new(7u16),
        )?;
        let mut pairs_pprint_4_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(8u16),
            &pairs_pprint_4_arguments,
        )?;
        let mut pairs_aggregate_by_key_stage = ops::AggregateByKey::new(
            worker,
            ops::Stream::new(9u16),
        )?;
        let mut pairs_pprint_5_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(10u16),
            &pairs_pprint_5_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(pairs_source, page)?;
                        let mut pairs_reduce_by_key_feed = pairs_reduce_by_key_stage
                            .feed(ops::page::window(&chunk));
                        let mut pairs_reduce_by_key_2_feed = pairs_reduce_by_key_2_stage
                            .feed(ops::page::window(&chunk));
                        let mut pairs_group_by_key_feed = pairs_group_by_key_stage
                            .feed(ops::page::window(&chunk));
                        let mut pairs_combine_by_key_feed = pairs_combine_by_key_stage
                            .feed(ops::page::window(&chunk));
                        let mut pairs_aggregate_by_key_feed = pairs_aggregate_by_key_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                pairs_reduce_by_key
                                    .reduce_by_key(
                                        &mut pairs_reduce_by_key_feed,
                                        record,
                                        |a, b| combine::operator::max((a, b)),
                                    );
                            }
                            {
                                let record = ops::copy(&record);
                                pairs_reduce_by_key_2
                                    .reduce_by_key(
                                        &mut pairs_reduce_by_key_2_feed,
                                        record,
                                        |a, b| a.min(b),
                                    );
                            }
                            {
                                let record = ops::copy(&record);
                                pairs_group_by_key
                                    .group_by_key(&mut pairs_group_by_key_feed, record);
                            }
                            {
                                let record = ops::copy(&record);
                                pairs_combine_by_key
                                    .combine_by_key(
                                        &mut pairs_combine_by_key_feed,
                                        record,
                                        |v| vec![v],
                                        |mut all, v| {
                                            all.push(v);
                                            all
                                        },
                                    );
                            }
                            {
                                pairs_aggregate_by_key
                                    .aggregate_by_key(
                                        &mut pairs_aggregate_by_key_feed,
                                        record,
                                        &pairs_aggregate_by_key_constants,
                                        |sum, v| sum + v,
                                    );
                            }
                        }
                        pairs_reduce_by_key_feed
                            .flush(|a, b| combine::operator::max((a, b)));
                        pairs_reduce_by_key_2_feed.flush(|a, b| a.min(b));
                    }
                    _ => {}
                }
            }
            pairs_reduce_by_key_stage
                .finish(worker, &batch, |a, b| combine::operator::max((a, b)))?;
            let mut pairs_pprint_feed = pairs_pprint_stage.feed(ops::page::none());
            for record in pairs_reduce_by_key_stage.records() {
                pairs_pprint.pprint(&mut pairs_pprint_feed, record);
            }
            worker.begin_output(2u16, &batch);
            let written = pairs_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            pairs_reduce_by_key_2_stage.finish(worker, &batch, |a, b| a.min(b))?;
            let mut pairs_pprint_2_feed = pairs_pprint_2_stage.feed(ops::page::none());
            for record in pairs_reduce_by_key_2_stage.records() {
                pairs_pprint_2.pprint(&mut pairs_pprint_2_feed, record);
            }
            worker.begin_output(4u16, &batch);
            let written = pairs_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            pairs_group_by_key_stage.finish(worker, &batch)?;
            let mut pairs_pprint_3_feed = pairs_pprint_3_stage.feed(ops::page::none());
            for record in pairs_group_by_key_stage.records() {
                pairs_pprint_3.pprint(&mut pairs_pprint_3_feed, record);
            }
            worker.begin_output(6u16, &batch);
            let written = pairs_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            pairs_combine_by_key_stage.finish(worker, &batch, ops::by(&join))?;
            let mut pairs_pprint_4_feed = pairs_pprint_4_stage.feed(ops::page::none());
            for record in pairs_combine_by_key_stage.records() {
                pairs_pprint_4.pprint(&mut pairs_pprint_4_feed, record);
            }
            worker.begin_output(8u16, &batch);
            let written = pairs_pprint_4_stage.finish(worker, &batch);
            worker.end_output(written)?;
            pairs_aggregate_by_key_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            let mut pairs_pprint_5_feed = pairs_pprint_5_stage.feed(ops::page::none());
            for record in pairs_aggregate_by_key_stage.records() {
                pairs_pprint_5.pprint(&mut pairs_pprint_5_feed, record);
            }
            worker.begin_output(10u16, &batch);
            let written = pairs_pprint_5_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
