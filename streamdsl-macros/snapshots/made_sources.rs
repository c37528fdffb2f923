// What is emitted for:
//
//     ers = generator(1000, |n| n * n, limit = 5000);
//     let replayed = replay("access.log", 500, shuffle = 42) |> map(parse::<u64>);
//     numbers |> union(replayed) |> reduce(max) |> pprint;
//     queue(&batches, one_at_a_time = false) |> pprint;
//     union_all(shards) |> count |> pprint;
//     my::feed(3, 1m).fast() |> foreach_batch(|batch| { write(batch)?; Ok(()) });
//     let lines = text_file("access.log").lines_per_batch(100);
//     lines |> r#map(parse) |> foreach(|line| todo!());

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "generator",
                    arguments: "1000, |n| n * n, 5000",
                    binding: ::core::option::Option::Some("numbers"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "replay",
                    arguments: "\"access.log\", 500, 42",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "parse::<u64>",
                    binding: ::core::option::Option::Some("replayed"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 67u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "union",
                    arguments: "replayed",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Union,
                    inputs: &[0u16, 2u16],
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    arguments: "max",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 4u32,
                    column: 39u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 54u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "queue",
                    arguments: "&batches, false",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[6u16],
                    line: 5u32,
                    column: 51u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "union_all",
                    arguments: "shards",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 6u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[8u16],
                    line: 6u32,
                    column: 30u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[9u16],
                    line: 6u32,
                    column: 39u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "my::feed",
                    arguments: "3, 1m, .fast()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 7u32,
                    column: 13u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach_batch",
                    arguments: "|batch| { write(batch)?; Ok(()) }",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[11u16],
                    line: 7u32,
                    column: 35u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "text_file",
                    arguments: "\"access.log\", .lines_per_batch(100)",
                    binding: ::core::option::Option::Some("lines"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 8u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "parse",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[13u16],
                    line: 9u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    arguments: "|line| todo!()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[14u16],
                    line: 9u32,
                    column: 34u32,
                },
            ],
            stages: &[
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
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
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
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 12u16,
                    output: 12u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::CallFunction,
                    input: 15u16,
                    output: 15u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    #[allow(clippy::init_numbered_fields)]
    let numbers_source: _ = program
        .source(
            0u16,
            ops::Stream::new(0u16)
                .generator(
                    1000,
                    |n| n * n,
                    ::core::option::Option::Some {
                        0: 5000,
                    },
                ),
        );
    #[allow(clippy::init_numbered_fields)]
    let replayed_source: _ = program
        .source(
            1u16,
            ops::Stream::new(1u16)
                .replay(
                    "access.log",
                    500,
                    ::core::option::Option::Some {
                        0: 42,
                    },
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
        );
    program
        .same_slide(3u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let numbers_pprint_arguments = ops::pprint::arguments();
    #[allow(clippy::init_numbered_fields)]
    let queue_source: _ = program
        .source(
            6u16,
            ops::Stream::new(6u16)
                .queue(
                    &batches,
                    ::core::option::Option::Some {
                        0: false,
                    },
                    ::core::option::Option::None,
                ),
        );
    let pprint_arguments = ops::pprint::arguments();
    let union_all_source: _ = program
        .source(8u16, ops::Stream::new(8u16).union_all(shards));
    let pprint_2_arguments = ops::pprint::arguments();
    let from_source: _ = program
        .source(11u16, my::feed(3, ::core::time::Duration::new(60u64, 0u32)).fast());
    let lines_source: _ = program
        .source(
            13u16,
            ops::Stream::new(13u16)
                .text_file(
                    "access.log",
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                )
                .lines_per_batch(100),
        );
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let replayed_map = ops::Stream::new(2u16);
        let numbers_union = ops::Stream::new(3u16);
        let numbers_union_streams = ops::Union::new();
        let numbers_reduce = ops::Stream::new(4u16);
        let numbers_pprint = ops::Stream::new(5u16);
        let pprint = ops::Stream::new(7u16);
        let count = ops::Stream::new(9u16);
        let pprint_2 = ops::Stream::new(10u16);
        let foreach_batch = ops::Stream::new(12u16);
        let lines_map = ops::Stream::new(14u16);
        let lines_foreach = ops::Stream::new(15u16);
        let mut numbers_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(4u16))?;
        let mut numbers_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &numbers_pprint_arguments,
        )?;
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(7u16),
            &pprint_arguments,
        )?;
        let mut count_stage = ops::Count::new(worker, ops::Stream::new(9u16))?;
        let mut pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(10u16),
            &pprint_2_arguments,
        )?;
        let mut foreach_batch_stage = ops::ForeachBatch::new(
            worker,
            ops::Stream::new(12u16),
        )?;
        let mut lines_foreach_stage = ops::Foreach::new(
            worker,
            ops::Stream::new(15u16),
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = numbers_source.open(page)?;
                        worker.keeps(4u16, 0usize, numbers_reduce_stage.kept())?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let record: _ = numbers_union
                                .union(&numbers_union_streams, record);
                            numbers_reduce
                                .reduce(
                                    &mut numbers_reduce_feed,
                                    record,
                                    |a, b| combine::operator::max((a, b)),
                                );
                        }
                    }
                    1u16 => {
                        let chunk: _ = replayed_source.open(page)?;
                        worker.keeps(4u16, 0usize, numbers_reduce_stage.kept())?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (
                                replayed_map.map(record, ops::by(&parse::<u64>)),
                            );
                            let record: _ = numbers_union
                                .union(&numbers_union_streams, record);
                            numbers_reduce
                                .reduce(
                                    &mut numbers_reduce_feed,
                                    record,
                                    |a, b| combine::operator::max((a, b)),
                                );
                        }
                    }
                    2u16 => {
                        let place = page.place();
                        let chunk: _ = queue_source.open(page)?;
                        worker.keeps(7u16, 0usize, pprint_stage.kept())?;
                        pprint_stage.begin_run(place);
                        let mut pprint_feed = pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint.pprint(&mut pprint_feed, record);
                        }
                    }
                    3u16 => {
                        let chunk: _ = union_all_source.open(page)?;
                        worker.keeps(9u16, 0usize, count_stage.kept())?;
                        let mut count_feed = count_stage.feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            count.count(&mut count_feed, record);
                        }
                    }
                    4u16 => {
                        let place = page.place();
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(12u16, 0usize, foreach_batch_stage.kept())?;
                        foreach_batch_stage.begin_run(place);
                        let mut foreach_batch_feed = foreach_batch_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            foreach_batch.foreach_batch(&mut foreach_batch_feed, record);
                        }
                    }
                    5u16 => {
                        let chunk: _ = lines_source.open(page)?;
                        worker.keeps(15u16, 0usize, lines_foreach_stage.kept())?;
                        let mut lines_foreach_feed = lines_foreach_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (
                                lines_map.r#map(record, ops::by(&parse)),
                            );
                            lines_foreach
                                .foreach(
                                    &mut lines_foreach_feed,
                                    record,
                                    |line| -> ops::ActionResult { todo!() },
                                );
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(4u16, 0usize, numbers_reduce_stage.kept())?;
            numbers_reduce_stage
                .finish(worker, &batch, |a, b| combine::operator::max((a, b)))?;
            worker.keeps(4u16, 0usize, numbers_reduce_stage.kept())?;
            worker.keeps(5u16, 0usize, numbers_pprint_stage.kept())?;
            numbers_pprint_stage.begin_run(worker.place());
            let mut numbers_pprint_feed = numbers_pprint_stage.feed(ops::page::none());
            for record in numbers_reduce_stage.records() {
                numbers_pprint.pprint(&mut numbers_pprint_feed, record);
            }
            worker.keeps(5u16, 0usize, numbers_pprint_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = numbers_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, numbers_pprint_stage.kept())?;
            worker.keeps(7u16, 0usize, pprint_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, pprint_stage.kept())?;
            worker.keeps(9u16, 0usize, count_stage.kept())?;
            count_stage.finish(worker, &batch)?;
            worker.keeps(9u16, 0usize, count_stage.kept())?;
            worker.keeps(10u16, 0usize, pprint_2_stage.kept())?;
            pprint_2_stage.begin_run(worker.place());
            let mut pprint_2_feed = pprint_2_stage.feed(ops::page::none());
            for record in count_stage.records() {
                pprint_2.pprint(&mut pprint_2_feed, record);
            }
            worker.keeps(10u16, 0usize, pprint_2_stage.kept())?;
            worker.begin_output(10u16, &batch);
            let written = pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(10u16, 0usize, pprint_2_stage.kept())?;
            worker.keeps(12u16, 0usize, foreach_batch_stage.kept())?;
            worker.begin_output(12u16, &batch);
            let written = foreach_batch_stage
                .finish(
                    worker,
                    &batch,
                    |batch, _| -> ops::ActionResult {
                        {
                            write(batch)?;
                            Ok(())
                        }
                    },
                );
            worker.end_output(written)?;
            worker.keeps(12u16, 0usize, foreach_batch_stage.kept())?;
            worker.keeps(15u16, 0usize, lines_foreach_stage.kept())?;
            worker.begin_output(15u16, &batch);
            let written = lines_foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(15u16, 0usize, lines_foreach_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        let _: [(); 1usize] = [()];
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
