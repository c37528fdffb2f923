// What is emitted for:
//
//     e_stream("incoming") |> pprint;
//     file_stream("logs", |path| path.starts_with("logs/a"), new_files_only = false) |> pprint;
//     binary_records_stream("readings", 16) |> count |> pprint;
//     text_file("access.log", 500) |> flat_map(split) |> count |> pprint;
//     object_file::<(String, u64)>("out/counts-1000") |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "text_file_stream",
                    arguments: "\"incoming\"",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 41u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "file_stream",
                    arguments: "\"logs\", |path| path.starts_with(\"logs/a\"), false",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 91u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "binary_records_stream",
                    arguments: "\"readings\", 16",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 4u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 50u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 4u32,
                    column: 59u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "text_file",
                    arguments: "\"access.log\", 500",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 5u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    arguments: "split",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::FusedOverPages,
                    inputs: &[7u16],
                    line: 5u32,
                    column: 41u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[8u16],
                    line: 5u32,
                    column: 60u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[9u16],
                    line: 5u32,
                    column: 69u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "object_file",
                    arguments: "\"out/counts-1000\"",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 6u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[11u16],
                    line: 6u32,
                    column: 60u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 1u16,
                    output: 1u16,
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
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let text_file_stream_source: _ = program
        .source(
            0u16,
            ops::Stream::new(0u16)
                .text_file_stream(
                    "incoming",
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
        );
    let pprint_arguments = ops::pprint::arguments();
    #[allow(clippy::init_numbered_fields)]
    let file_stream_source: _ = program
        .source(
            2u16,
            ops::Stream::new(2u16)
                .file_stream(
                    "logs",
                    |path| path.starts_with("logs/a"),
                    ::core::option::Option::Some {
                        0: false,
                    },
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
        );
    let pprint_2_arguments = ops::pprint::arguments();
    let binary_records_stream_source: _ = program
        .source(
            4u16,
            ops::Stream::new(4u16)
                .binary_records_stream(
                    "readings",
                    16,
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
        );
    let pprint_3_arguments = ops::pprint::arguments();
    #[allow(clippy::init_numbered_fields)]
    let text_file_source: _ = program
        .source(
            7u16,
            ops::Stream::new(7u16)
                .text_file(
                    "access.log",
                    ::core::option::Option::Some {
                        0: 500,
                    },
                    ::core::option::Option::None,
                ),
        );
    let pprint_4_arguments = ops::pprint::arguments();
    let object_file_source: _ = program
        .source(
            11u16,
            ops::Stream::new(11u16)
                .object_file::<
                    (String, u64),
                >("out/counts-1000", ::core::option::Option::None),
        );
    let pprint_5_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let pprint = ops::Stream::new(1u16);
        let pprint_2 = ops::Stream::new(3u16);
        let count = ops::Stream::new(5u16);
        let pprint_3 = ops::Stream::new(6u16);
        let flat_map = ops::PageStream::new(8u16);
        let count_2 = ops::Stream::new(9u16);
        let pprint_4 = ops::Stream::new(10u16);
        let pprint_5 = ops::Stream::new(12u16);
        let mut pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(1u16),
            &pprint_arguments,
        )?;
        let mut pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &pprint_2_arguments,
        )?;
        let mut count_stage = ops::Count::new(worker, ops::Stream::new(5u16))?;
        let mut pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &pprint_3_arguments,
        )?;
        let mut count_2_stage = ops::Count::new(worker, ops::Stream::new(9u16))?;
        let mut pprint_4_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(10u16),
            &pprint_4_arguments,
        )?;
        let mut pprint_5_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(12u16),
            &pprint_5_arguments,
        )?;
        let arenas = ops::Arenas::new();
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = text_file_stream_source.open(page)?;
                        worker.keeps(1u16, 0usize, pprint_stage.kept())?;
                        pprint_stage.begin_run(place);
                        let mut pprint_feed = pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint.pprint(&mut pprint_feed, record);
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = file_stream_source.open(page)?;
                        worker.keeps(3u16, 0usize, pprint_2_stage.kept())?;
                        pprint_2_stage.begin_run(place);
                        let mut pprint_2_feed = pprint_2_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint_2.pprint(&mut pprint_2_feed, record);
                        }
                    }
                    2u16 => {
                        let chunk: _ = binary_records_stream_source.open(page)?;
                        worker.keeps(5u16, 0usize, count_stage.kept())?;
                        let mut count_feed = count_stage.feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            count.count(&mut count_feed, record);
                        }
                    }
                    3u16 => {
                        let chunk: _ = text_file_source.open(page)?;
                        worker.keeps(9u16, 0usize, count_2_stage.kept())?;
                        let mut count_2_feed = count_2_stage
                            .feed(ops::page::window(&chunk));
                        flat_map
                            .flat_map(
                                &chunk,
                                &arena_of_this_page,
                                ops::by(&split),
                                |record| {
                                    count_2.count(&mut count_2_feed, record);
                                },
                            );
                    }
                    4u16 => {
                        let place = page.place();
                        let chunk: _ = object_file_source.open(page)?;
                        worker.keeps(12u16, 0usize, pprint_5_stage.kept())?;
                        pprint_5_stage.begin_run(place);
                        let mut pprint_5_feed = pprint_5_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            pprint_5.pprint(&mut pprint_5_feed, record);
                        }
                    }
                    _ => {}
                }
                worker.keeps(8u16, 0, arena_of_this_page.kept())?;
            }
            worker.keeps(1u16, 0usize, pprint_stage.kept())?;
            worker.begin_output(1u16, &batch);
            let written = pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(1u16, 0usize, pprint_stage.kept())?;
            worker.keeps(3u16, 0usize, pprint_2_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, pprint_2_stage.kept())?;
            worker.keeps(5u16, 0usize, count_stage.kept())?;
            count_stage.finish(worker, &batch)?;
            worker.keeps(5u16, 0usize, count_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                worker.keeps(6u16, 0usize, pprint_3_stage.kept())?;
                pprint_3_stage.begin_run(worker.place());
                let mut pprint_3_feed = pprint_3_stage.feed(ops::page::none());
                for record in count_stage.records() {
                    pprint_3.pprint(&mut pprint_3_feed, record);
                }
            }
            worker.keeps(6u16, 0usize, pprint_3_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, pprint_3_stage.kept())?;
            worker.keeps(9u16, 0usize, count_2_stage.kept())?;
            count_2_stage.finish(worker, &batch)?;
            worker.keeps(9u16, 0usize, count_2_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                worker.keeps(10u16, 0usize, pprint_4_stage.kept())?;
                pprint_4_stage.begin_run(worker.place());
                let mut pprint_4_feed = pprint_4_stage.feed(ops::page::none());
                for record in count_2_stage.records() {
                    pprint_4.pprint(&mut pprint_4_feed, record);
                }
            }
            worker.keeps(10u16, 0usize, pprint_4_stage.kept())?;
            worker.begin_output(10u16, &batch);
            let written = pprint_4_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(10u16, 0usize, pprint_4_stage.kept())?;
            worker.keeps(12u16, 0usize, pprint_5_stage.kept())?;
            worker.begin_output(12u16, &batch);
            let written = pprint_5_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(12u16, 0usize, pprint_5_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
