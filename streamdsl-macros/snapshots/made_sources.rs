// What is emitted for:
//
//     ers = generator(1000, |n| n * n, limit = 5000);
//     let replayed = replay("access.log", 500, shuffle = 42) |> map(parse::<u64>);
//     numbers |> union(replayed) |> reduce(max) |> pprint;
//     queue(&batches, one_at_a_time = false) |> pprint;

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
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let numbers_source = program
        .source(
            0u16,
            ops::Stream::new(0u16)
                .generator(1000, |n| n * n, ::core::option::Option::Some(5000)),
        );
    let replayed_source = program
        .source(
            1u16,
            ops::Stream::new(1u16)
                .replay(
                    "access.log",
                    500,
                    ::core::option::Option::Some(42),
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
        );
    program
        .same_slide(3u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let numbers_pprint_arguments = ops::pprint::arguments();
    let queue_source = program
        .source(
            6u16,
            ops::Stream::new(6u16)
                .queue(
                    &batches,
                    ::core::option::Option::Some(false),
                    ::core::option::Option::None,
                ),
        );
    let pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let replayed_map = ops::Stream::new(2u16);
        let numbers_union = ops::Stream::new(3u16);
        let numbers_union_streams = ops::Union::new();
        let numbers_reduce = ops::Stream::new(4u16);
        let numbers_pprint = ops::Stream::new(5u16);
        let pprint = ops::Stream::new(7u16);
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
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(numbers_source, page)?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let record = numbers_union
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
                        let chunk = ops::page::open(replayed_source, page)?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,) = (
                                replayed_map.map(record, ops::by(&parse::<u64>)),
                            );
                            let record = numbers_union
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
                        let chunk = ops::page::open(queue_source, page)?;
                        let mut pprint_feed = pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint.pprint(&mut pprint_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            numbers_reduce_stage
                .finish(worker, &batch, |a, b| combine::operator::max((a, b)))?;
            let mut numbers_pprint_feed = numbers_pprint_stage.feed(ops::page::none());
            for record in numbers_reduce_stage.records() {
                numbers_pprint.pprint(&mut numbers_pprint_feed, record);
            }
            worker.begin_output(5u16, &batch);
            let written = numbers_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(7u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
