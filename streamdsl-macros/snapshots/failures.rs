// What is emitted for:
//
//     ers = stdin() |> try_map(|text| text.parse::<i64>());
//     numbers |> reduce(+) |> pprint;
//     numbers |> failures |> count |> pprint;
//     let parts = stdin() |> try_flat_map(parse_line);
//     parts |> foreach(|part| drop(part));
//     parts |> failures |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "stdin",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 23u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "try_map",
                    arguments: "|text| text.parse::<i64>()",
                    binding: ::core::option::Option::Some("numbers"),
                    role: ::streamdsl::__private::Role::Fallible,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 34u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    arguments: "+",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 33u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "failures",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Second,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 4u32,
                    column: 41u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "stdin",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "try_flat_map",
                    arguments: "parse_line",
                    binding: ::core::option::Option::Some("parts"),
                    role: ::streamdsl::__private::Role::Fallible,
                    inputs: &[7u16],
                    line: 5u32,
                    column: 32u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    arguments: "|part| drop(part)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[8u16],
                    line: 6u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "failures",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Second,
                    inputs: &[8u16],
                    line: 7u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[10u16],
                    line: 7u32,
                    column: 30u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Combine,
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
                    work: ::streamdsl::__private::Work::Combine,
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
                    work: ::streamdsl::__private::Work::CallFunction,
                    input: 9u16,
                    output: 9u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 11u16,
                    output: 11u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let numbers_source: _ = program
        .source(0u16, ops::Stream::new(0u16).stdin(::core::option::Option::None));
    let numbers_pprint_arguments = ops::pprint::arguments();
    let numbers_pprint_2_arguments = ops::pprint::arguments();
    let parts_source: _ = program
        .source(7u16, ops::Stream::new(7u16).stdin(::core::option::Option::None));
    let parts_pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let numbers_try_map = ops::Stream::new(1u16);
        let numbers_reduce = ops::Stream::new(2u16);
        let numbers_pprint = ops::Stream::new(3u16);
        let numbers_failures = ops::Stream::new(4u16);
        let numbers_count = ops::Stream::new(5u16);
        let numbers_pprint_2 = ops::Stream::new(6u16);
        let parts_try_flat_map = ops::Stream::new(8u16);
        let parts_foreach = ops::Stream::new(9u16);
        let parts_failures = ops::Stream::new(10u16);
        let parts_pprint = ops::Stream::new(11u16);
        let mut numbers_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(2u16))?;
        let mut numbers_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &numbers_pprint_arguments,
        )?;
        let mut numbers_count_stage = ops::Count::new(worker, ops::Stream::new(5u16))?;
        let mut numbers_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &numbers_pprint_2_arguments,
        )?;
        let mut parts_foreach_stage = ops::Foreach::new(worker, ops::Stream::new(9u16))?;
        let mut parts_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(11u16),
            &parts_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = numbers_source.open(page)?;
                        worker.keeps(2u16, 0usize, numbers_reduce_stage.kept())?;
                        let mut numbers_reduce_feed = numbers_reduce_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(5u16, 0usize, numbers_count_stage.kept())?;
                        let mut numbers_count_feed = numbers_count_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            match numbers_try_map
                                .try_map(record, |text| text.parse::<i64>())
                            {
                                ::core::result::Result::Ok(record) => {
                                    numbers_reduce
                                        .reduce(
                                            &mut numbers_reduce_feed,
                                            record,
                                            |a, b| combine::operator::add_in_loop(2u16, (a, b)),
                                        );
                                }
                                ::core::result::Result::Err(record) => {
                                    let (record,): (_,) = (numbers_failures.failures(record),);
                                    numbers_count.count(&mut numbers_count_feed, record);
                                }
                            }
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = parts_source.open(page)?;
                        worker.keeps(9u16, 0usize, parts_foreach_stage.kept())?;
                        let mut parts_foreach_feed = parts_foreach_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(11u16, 0usize, parts_pprint_stage.kept())?;
                        parts_pprint_stage.begin_run(place);
                        let mut parts_pprint_feed = parts_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            match parts_try_flat_map
                                .try_flat_map(record, ops::by(&parse_line))
                            {
                                ::core::result::Result::Ok(record) => {
                                    for record in record {
                                        parts_foreach
                                            .foreach(
                                                &mut parts_foreach_feed,
                                                record,
                                                |part| drop(part),
                                            );
                                    }
                                }
                                ::core::result::Result::Err(record) => {
                                    let (record,): (_,) = (parts_failures.failures(record),);
                                    parts_pprint.pprint(&mut parts_pprint_feed, record);
                                }
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(2u16, 0usize, numbers_reduce_stage.kept())?;
            numbers_reduce_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            worker.keeps(2u16, 0usize, numbers_reduce_stage.kept())?;
            worker.keeps(3u16, 0usize, numbers_pprint_stage.kept())?;
            numbers_pprint_stage.begin_run(worker.place());
            let mut numbers_pprint_feed = numbers_pprint_stage.feed(ops::page::none());
            for record in numbers_reduce_stage.records() {
                numbers_pprint.pprint(&mut numbers_pprint_feed, record);
            }
            worker.keeps(3u16, 0usize, numbers_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = numbers_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, numbers_pprint_stage.kept())?;
            worker.keeps(5u16, 0usize, numbers_count_stage.kept())?;
            numbers_count_stage.finish(worker, &batch)?;
            worker.keeps(5u16, 0usize, numbers_count_stage.kept())?;
            worker.keeps(6u16, 0usize, numbers_pprint_2_stage.kept())?;
            numbers_pprint_2_stage.begin_run(worker.place());
            let mut numbers_pprint_2_feed = numbers_pprint_2_stage
                .feed(ops::page::none());
            for record in numbers_count_stage.records() {
                numbers_pprint_2.pprint(&mut numbers_pprint_2_feed, record);
            }
            worker.keeps(6u16, 0usize, numbers_pprint_2_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = numbers_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, numbers_pprint_2_stage.kept())?;
            worker.keeps(9u16, 0usize, parts_foreach_stage.kept())?;
            worker.begin_output(9u16, &batch);
            let written = parts_foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(9u16, 0usize, parts_foreach_stage.kept())?;
            worker.keeps(11u16, 0usize, parts_pprint_stage.kept())?;
            worker.begin_output(11u16, &batch);
            let written = parts_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(11u16, 0usize, parts_pprint_stage.kept())?;
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
