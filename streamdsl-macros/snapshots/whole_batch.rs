// What is emitted for:
//
//     s = from(source);
//     let seen = lines |> transform(|batch| batch.iter().rev().collect::<Vec<_>>());
//     lines |> transform_with(seen, |batch, seen| batch.iter().take(seen.len())) |> pprint;
//     lines |> map_partitions(|records| [records.len()]) |> pprint;
//     lines |> map_partitions_with_index(|index, records| [(index, records.len())]) |> pprint;
//     lines |> glom |> foreach_batch(|batch, time| show(time, batch.len()));

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "source",
                    binding: ::core::option::Option::Some("lines"),
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "transform",
                    arguments: "|batch| batch.iter().rev().collect::<Vec<_>>()",
                    binding: ::core::option::Option::Some("seen"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 29u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "transform_with",
                    arguments: "seen, |batch, seen| batch.iter().take(seen.len()..",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16, 1u16],
                    line: 4u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 4u32,
                    column: 87u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_partitions",
                    arguments: "|records| [records.len()]",
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
                    inputs: &[4u16],
                    line: 5u32,
                    column: 63u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map_partitions_with_index",
                    arguments: "|index, records| [(index, records.len())]",
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
                    inputs: &[6u16],
                    line: 6u32,
                    column: 90u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "glom",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 7u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach_batch",
                    arguments: "|batch, time| show(time, batch.len())",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[8u16],
                    line: 7u32,
                    column: 26u32,
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
                    work: ::streamdsl::__private::Work::Shares,
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
                    work: ::streamdsl::__private::Work::Shares,
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
                    work: ::streamdsl::__private::Work::Shares,
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
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let lines_source: _ = program.source(0u16, ops::Stream::new(0u16).from(source));
    program
        .same_slide(2u16, &[::core::option::Option::None, ::core::option::Option::None]);
    let lines_pprint_arguments = ops::pprint::arguments();
    let lines_pprint_2_arguments = ops::pprint::arguments();
    let lines_pprint_3_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let seen_transform = ops::Stream::new(1u16);
        let lines_transform_with = ops::Stream::new(2u16);
        let lines_pprint = ops::Stream::new(3u16);
        let lines_map_partitions = ops::Stream::new(4u16);
        let lines_pprint_2 = ops::Stream::new(5u16);
        let lines_map_partitions_with_index = ops::Stream::new(6u16);
        let lines_pprint_3 = ops::Stream::new(7u16);
        let lines_glom = ops::Stream::new(8u16);
        let lines_foreach_batch = ops::Stream::new(9u16);
        let mut seen_transform_stage = ops::Transform::new(
            worker,
            ops::Stream::new(1u16),
        )?;
        let mut lines_transform_with_stage = ops::TransformWith::new(
            worker,
            ops::Stream::new(2u16),
        )?;
        let mut lines_transform_with_input2 = ops::transform_with::other_input(worker);
        let mut lines_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &lines_pprint_arguments,
        )?;
        let mut lines_map_partitions_stage = ops::MapPartitions::new(
            worker,
            ops::Stream::new(4u16),
        )?;
        let mut lines_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &lines_pprint_2_arguments,
        )?;
        let mut lines_map_partitions_with_index_stage = ops::MapPartitionsWithIndex::new(
            worker,
            ops::Stream::new(6u16),
        )?;
        let mut lines_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(7u16),
            &lines_pprint_3_arguments,
        )?;
        let mut lines_glom_stage = ops::GlomInOrder::new(
            worker,
            ops::Stream::new(8u16),
        )?;
        let mut lines_foreach_batch_stage = ops::ForeachBatch::new(
            worker,
            ops::Stream::new(9u16),
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = lines_source.open(page)?;
                        worker.keeps(1u16, 0usize, seen_transform_stage.kept())?;
                        seen_transform_stage.begin_run(place);
                        let mut seen_transform_feed = seen_transform_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(2u16, 0usize, lines_transform_with_stage.kept())?;
                        lines_transform_with_stage.begin_run(place);
                        let mut lines_transform_with_feed = lines_transform_with_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(4u16, 0usize, lines_map_partitions_stage.kept())?;
                        let mut lines_map_partitions_feed = lines_map_partitions_stage
                            .feed(ops::page::window(&chunk));
                        worker
                            .keeps(
                                6u16,
                                0usize,
                                lines_map_partitions_with_index_stage.kept(),
                            )?;
                        let mut lines_map_partitions_with_index_feed = lines_map_partitions_with_index_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(8u16, 0usize, lines_glom_stage.kept())?;
                        lines_glom_stage.begin_run(place);
                        let mut lines_glom_feed = lines_glom_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            {
                                let record = ops::copy(&record);
                                seen_transform_feed.store(record);
                            }
                            {
                                let record = ops::copy(&record);
                                lines_transform_with_feed.store(record);
                            }
                            {
                                let record = ops::copy(&record);
                                lines_map_partitions_feed.store(record);
                            }
                            {
                                let record = ops::copy(&record);
                                lines_map_partitions_with_index_feed.store(record);
                            }
                            {
                                lines_glom.glom(&mut lines_glom_feed, record);
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, seen_transform_stage.kept())?;
            seen_transform_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, seen_transform_stage.kept())?;
            worker.keeps(2u16, 1usize, lines_transform_with_input2.kept())?;
            lines_transform_with_input2.begin_run(worker.place());
            let mut lines_transform_with_feed2 = lines_transform_with_input2
                .feed(ops::page::none());
            for record in seen_transform
                .transform(
                    seen_transform_stage.batch(),
                    |batch, _| batch.iter().rev().collect::<Vec<_>>(),
                )
            {
                lines_transform_with_feed2.store(record);
            }
            worker.keeps(2u16, 0usize, lines_transform_with_stage.kept())?;
            worker.keeps(2u16, 1usize, lines_transform_with_input2.kept())?;
            lines_transform_with_stage
                .finish(worker, &batch, lines_transform_with_input2.input())?;
            worker.keeps(2u16, 0usize, lines_transform_with_stage.kept())?;
            worker.keeps(2u16, 1usize, lines_transform_with_input2.kept())?;
            worker.keeps(3u16, 0usize, lines_pprint_stage.kept())?;
            lines_pprint_stage.begin_run(worker.place());
            let mut lines_pprint_feed = lines_pprint_stage.feed(ops::page::none());
            for record in lines_transform_with
                .transform_with(
                    lines_transform_with_stage.batch(),
                    |batch, seen, _| batch.iter().take(seen.len()),
                )
            {
                lines_pprint.pprint(&mut lines_pprint_feed, record);
            }
            worker.keeps(3u16, 0usize, lines_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = lines_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, lines_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, lines_map_partitions_stage.kept())?;
            lines_map_partitions_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, lines_map_partitions_stage.kept())?;
            worker.keeps(5u16, 0usize, lines_pprint_2_stage.kept())?;
            lines_pprint_2_stage.begin_run(worker.place());
            let mut lines_pprint_2_feed = lines_pprint_2_stage.feed(ops::page::none());
            for record in lines_map_partitions
                .map_partitions(
                    lines_map_partitions_stage.batch(),
                    |records, _| [records.len()],
                )
            {
                lines_pprint_2.pprint(&mut lines_pprint_2_feed, record);
            }
            worker.keeps(5u16, 0usize, lines_pprint_2_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = lines_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, lines_pprint_2_stage.kept())?;
            worker.keeps(6u16, 0usize, lines_map_partitions_with_index_stage.kept())?;
            lines_map_partitions_with_index_stage.finish(worker, &batch)?;
            worker.keeps(6u16, 0usize, lines_map_partitions_with_index_stage.kept())?;
            worker.keeps(7u16, 0usize, lines_pprint_3_stage.kept())?;
            lines_pprint_3_stage.begin_run(worker.place());
            let mut lines_pprint_3_feed = lines_pprint_3_stage.feed(ops::page::none());
            for record in lines_map_partitions_with_index
                .map_partitions_with_index(
                    lines_map_partitions_with_index_stage.batch(),
                    |index, records| [(index, records.len())],
                )
            {
                lines_pprint_3.pprint(&mut lines_pprint_3_feed, record);
            }
            worker.keeps(7u16, 0usize, lines_pprint_3_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = lines_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, lines_pprint_3_stage.kept())?;
            worker.keeps(8u16, 0usize, lines_glom_stage.kept())?;
            lines_glom_stage.finish(worker, &batch)?;
            worker.keeps(8u16, 0usize, lines_glom_stage.kept())?;
            worker.keeps(9u16, 0usize, lines_foreach_batch_stage.kept())?;
            lines_foreach_batch_stage.begin_run(worker.place());
            let mut lines_foreach_batch_feed = lines_foreach_batch_stage
                .feed(ops::page::none());
            for record in lines_glom_stage.records() {
                lines_foreach_batch.foreach_batch(&mut lines_foreach_batch_feed, record);
            }
            worker.keeps(9u16, 0usize, lines_foreach_batch_stage.kept())?;
            worker.begin_output(9u16, &batch);
            let written = lines_foreach_batch_stage
                .finish(worker, &batch, |batch, time| show(time, batch.len()));
            worker.end_output(written)?;
            worker.keeps(9u16, 0usize, lines_foreach_batch_stage.kept())?;
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
