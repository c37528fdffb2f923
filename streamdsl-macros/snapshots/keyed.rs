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
                    arguments: "pairs",
                    binding: ::core::option::Option::Some("pairs"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    arguments: "max",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 40u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce_by_key",
                    arguments: "|a, b| a.min(b)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 4u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[3u16],
                    line: 4u32,
                    column: 52u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "group_by_key",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 5u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 5u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "combine_by_key",
                    arguments: "|v| vec![v], |mut all, v| { all.push(v); all },..",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 6u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[7u16],
                    line: 6u32,
                    column: 90u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "aggregate_by_key",
                    arguments: "0, |sum, v| sum + v, +",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 7u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[9u16],
                    line: 7u32,
                    column: 62u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::SortPairs,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 8u16,
                    output: 8u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
                    input: 9u16,
                    output: 9u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 10u16,
                    output: 10u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let pairs_source: _ = program.source(0u16, ops::Stream::new(0u16).from(pairs));
    let pairs_pprint_arguments = ops::pprint::arguments();
    let pairs_pprint_2_arguments = ops::pprint::arguments();
    let pairs_pprint_3_arguments = ops::pprint::arguments();
    let pairs_pprint_4_arguments = ops::pprint::arguments();
    let pairs_aggregate_by_key_constants = ops::aggregate_by_key::constants(0);
    let pairs_pprint_5_arguments = ops::pprint::arguments();
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
            .checked(9u16, ops::copy(&pairs_aggregate_by_key_constants))?;
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
                        let place = page.place();
                        let chunk: _ = pairs_source.open(page)?;
                        worker.keeps(1u16, 0usize, pairs_reduce_by_key_stage.kept())?;
                        let mut pairs_reduce_by_key_feed = pairs_reduce_by_key_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(3u16, 0usize, pairs_reduce_by_key_2_stage.kept())?;
                        let mut pairs_reduce_by_key_2_feed = pairs_reduce_by_key_2_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(5u16, 0usize, pairs_group_by_key_stage.kept())?;
                        pairs_group_by_key_stage.begin_run(place);
                        let mut pairs_group_by_key_feed = pairs_group_by_key_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(7u16, 0usize, pairs_combine_by_key_stage.kept())?;
                        let mut pairs_combine_by_key_feed = pairs_combine_by_key_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(9u16, 0usize, pairs_aggregate_by_key_stage.kept())?;
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
            worker.keeps(1u16, 0usize, pairs_reduce_by_key_stage.kept())?;
            pairs_reduce_by_key_stage
                .finish(worker, &batch, |a, b| combine::operator::max((a, b)))?;
            worker.keeps(1u16, 0usize, pairs_reduce_by_key_stage.kept())?;
            worker.keeps(2u16, 0usize, pairs_pprint_stage.kept())?;
            pairs_pprint_stage.begin_run(worker.place());
            let mut pairs_pprint_feed = pairs_pprint_stage.feed(ops::page::none());
            for record in pairs_reduce_by_key_stage.records() {
                pairs_pprint.pprint(&mut pairs_pprint_feed, record);
            }
            worker.keeps(2u16, 0usize, pairs_pprint_stage.kept())?;
            worker.begin_output(2u16, &batch);
            let written = pairs_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(2u16, 0usize, pairs_pprint_stage.kept())?;
            worker.keeps(3u16, 0usize, pairs_reduce_by_key_2_stage.kept())?;
            pairs_reduce_by_key_2_stage.finish(worker, &batch, |a, b| a.min(b))?;
            worker.keeps(3u16, 0usize, pairs_reduce_by_key_2_stage.kept())?;
            worker.keeps(4u16, 0usize, pairs_pprint_2_stage.kept())?;
            pairs_pprint_2_stage.begin_run(worker.place());
            let mut pairs_pprint_2_feed = pairs_pprint_2_stage.feed(ops::page::none());
            for record in pairs_reduce_by_key_2_stage.records() {
                pairs_pprint_2.pprint(&mut pairs_pprint_2_feed, record);
            }
            worker.keeps(4u16, 0usize, pairs_pprint_2_stage.kept())?;
            worker.begin_output(4u16, &batch);
            let written = pairs_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(4u16, 0usize, pairs_pprint_2_stage.kept())?;
            worker.keeps(5u16, 0usize, pairs_group_by_key_stage.kept())?;
            pairs_group_by_key_stage.finish(worker, &batch)?;
            worker.keeps(5u16, 0usize, pairs_group_by_key_stage.kept())?;
            worker.keeps(6u16, 0usize, pairs_pprint_3_stage.kept())?;
            pairs_pprint_3_stage.begin_run(worker.place());
            let mut pairs_pprint_3_feed = pairs_pprint_3_stage.feed(ops::page::none());
            for record in pairs_group_by_key_stage.records() {
                pairs_pprint_3.pprint(&mut pairs_pprint_3_feed, record);
            }
            worker.keeps(6u16, 0usize, pairs_pprint_3_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = pairs_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, pairs_pprint_3_stage.kept())?;
            worker.keeps(7u16, 0usize, pairs_combine_by_key_stage.kept())?;
            pairs_combine_by_key_stage.finish(worker, &batch, ops::by(&join))?;
            worker.keeps(7u16, 0usize, pairs_combine_by_key_stage.kept())?;
            worker.keeps(8u16, 0usize, pairs_pprint_4_stage.kept())?;
            pairs_pprint_4_stage.begin_run(worker.place());
            let mut pairs_pprint_4_feed = pairs_pprint_4_stage.feed(ops::page::none());
            for record in pairs_combine_by_key_stage.records() {
                pairs_pprint_4.pprint(&mut pairs_pprint_4_feed, record);
            }
            worker.keeps(8u16, 0usize, pairs_pprint_4_stage.kept())?;
            worker.begin_output(8u16, &batch);
            let written = pairs_pprint_4_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(8u16, 0usize, pairs_pprint_4_stage.kept())?;
            worker.keeps(9u16, 0usize, pairs_aggregate_by_key_stage.kept())?;
            pairs_aggregate_by_key_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            worker.keeps(9u16, 0usize, pairs_aggregate_by_key_stage.kept())?;
            worker.keeps(10u16, 0usize, pairs_pprint_5_stage.kept())?;
            pairs_pprint_5_stage.begin_run(worker.place());
            let mut pairs_pprint_5_feed = pairs_pprint_5_stage.feed(ops::page::none());
            for record in pairs_aggregate_by_key_stage.records() {
                pairs_pprint_5.pprint(&mut pairs_pprint_5_feed, record);
            }
            worker.keeps(10u16, 0usize, pairs_pprint_5_stage.kept())?;
            worker.begin_output(10u16, &batch);
            let written = pairs_pprint_5_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(10u16, 0usize, pairs_pprint_5_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
