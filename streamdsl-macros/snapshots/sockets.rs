// What is emitted for:
//
//     s = socket(host, port);
//     let bytes = socket_bytes("localhost", 9001) |> map(decode);
//     let readings = socket_with("localhost", 9002, readings);
//     lines |> union(bytes, readings) |> map(|line| line) |> pprint;

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "socket",
                    arguments: "host, port",
                    binding: ::core::option::Option::Some("lines"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "socket_bytes",
                    arguments: "\"localhost\", 9001",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "decode",
                    binding: ::core::option::Option::Some("bytes"),
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 56u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "socket_with",
                    arguments: "\"localhost\", 9002, readings",
                    binding: ::core::option::Option::Some("readings"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 4u32,
                    column: 24u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "union",
                    arguments: "bytes, readings",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Union,
                    inputs: &[0u16, 2u16, 3u16],
                    line: 5u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|line| line",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 44u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[5u16],
                    line: 5u32,
                    column: 64u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let lines_source: _ = program
        .source(
            0u16,
            ops::Stream::new(0u16).socket(host, port, ::core::option::Option::None),
        );
    let bytes_source: _ = program
        .source(
            1u16,
            ops::Stream::new(1u16)
                .socket_bytes("localhost", 9001, ::core::option::Option::None),
        );
    let readings_source: _ = program
        .source(3u16, ops::Stream::new(3u16).socket_with("localhost", 9002, readings));
    program
        .same_slide(
            4u16,
            &[
                ::core::option::Option::None,
                ::core::option::Option::None,
                ::core::option::Option::None,
            ],
        );
    let lines_pprint_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let bytes_map = ops::Stream::new(2u16);
        let lines_union = ops::Stream::new(4u16);
        let lines_union_streams = ops::Union::new();
        let lines_map = ops::Stream::new(5u16);
        let lines_pprint = ops::Stream::new(6u16);
        let mut lines_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(6u16),
            &lines_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = lines_source.open(page)?;
                        worker.keeps(6u16, 0usize, lines_pprint_stage.kept())?;
                        lines_pprint_stage.begin_run(place.in_lane(0u32));
                        let mut lines_pprint_feed = lines_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let record: _ = lines_union
                                .union(&lines_union_streams, record);
                            let (record,): (_,) = (lines_map.map(record, |line| line),);
                            lines_pprint.pprint(lines_pprint_feed.lane(0usize), record);
                        }
                    }
                    1u16 => {
                        let place = page.place();
                        let chunk: _ = bytes_source.open(page)?;
                        worker.keeps(6u16, 0usize, lines_pprint_stage.kept())?;
                        lines_pprint_stage.begin_run(place.in_lane(1u32));
                        let mut lines_pprint_feed = lines_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (
                                bytes_map.map(record, ops::by(&decode)),
                            );
                            let record: _ = lines_union
                                .union(&lines_union_streams, record);
                            let (record,): (_,) = (lines_map.map(record, |line| line),);
                            lines_pprint.pprint(lines_pprint_feed.lane(1usize), record);
                        }
                    }
                    2u16 => {
                        let place = page.place();
                        let chunk: _ = readings_source.open(page)?;
                        worker.keeps(6u16, 0usize, lines_pprint_stage.kept())?;
                        lines_pprint_stage.begin_run(place.in_lane(2u32));
                        let mut lines_pprint_feed = lines_pprint_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let record: _ = lines_union
                                .union(&lines_union_streams, record);
                            let (record,): (_,) = (lines_map.map(record, |line| line),);
                            lines_pprint.pprint(lines_pprint_feed.lane(2usize), record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(6u16, 0usize, lines_pprint_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = lines_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, lines_pprint_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
