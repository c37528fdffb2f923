// What is emitted for:
//
//     ts = from(words) |> count_by_value;
//     counts |> save_as_text_files("out/counts", "txt", empty = true);
//     counts |> save_as_object_files(prefix());
//     counts |> save_as_hadoop_files("out/counts", "seq", format = Text);
//     counts |> to(my_sink);
//     counts |> foreach_batch(|batch| println!("{}", batch.len()));

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "words",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    arguments: "",
                    binding: ::core::option::Option::Some("counts"),
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 37u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_text_files",
                    arguments: "\"out/counts\", \"txt\", true",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_object_files",
                    arguments: "prefix()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_hadoop_files",
                    arguments: "\"out/counts\", \"seq\", Text",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "to",
                    arguments: "my_sink",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 6u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach_batch",
                    arguments: "|batch| println!(\"{}\", batch.len())",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 7u32,
                    column: 19u32,
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
                    work: ::streamdsl::__private::Work::WriteFiles,
                    input: 2u16,
                    output: 2u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::WriteFiles,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::WriteFiles,
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
                    input: 6u16,
                    output: 6u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let counts_source: _ = program.source(0u16, ops::Stream::new(0u16).from(words));
    let counts_save_as_text_files_arguments = ops::save_as_text_files::arguments(
            "out/counts",
        )
        .with_suffix("txt")
        .with_empty(true);
    let counts_save_as_object_files_arguments = ops::save_as_object_files::arguments(
        prefix(),
    );
    let counts_save_as_hadoop_files_arguments = ops::save_as_hadoop_files::arguments(
            "out/counts",
        )
        .with_suffix("seq")
        .with_format(Text);
    let counts_to_arguments = ops::to::arguments(my_sink);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let counts_count_by_value = ops::Stream::new(1u16);
        let counts_save_as_text_files = ops::Stream::new(2u16);
        let counts_save_as_object_files = ops::Stream::new(3u16);
        let counts_save_as_hadoop_files = ops::Stream::new(4u16);
        let counts_to = ops::Stream::new(5u16);
        let counts_foreach_batch = ops::Stream::new(6u16);
        let mut counts_count_by_value_stage = ops::CountByValue::new(
            worker,
            ops::Stream::new(1u16),
        )?;
        let mut counts_save_as_text_files_stage = ops::SaveAsTextFiles::new(
            worker,
            ops::Stream::new(2u16),
            &counts_save_as_text_files_arguments,
        )?;
        let mut counts_save_as_object_files_stage = ops::SaveAsObjectFiles::new(
            worker,
            ops::Stream::new(3u16),
            &counts_save_as_object_files_arguments,
        )?;
        let mut counts_save_as_hadoop_files_stage = ops::SaveAsHadoopFiles::new(
            worker,
            ops::Stream::new(4u16),
            &counts_save_as_hadoop_files_arguments,
        )?;
        let mut counts_to_stage = ops::To::new(
            worker,
            ops::Stream::new(5u16),
            &counts_to_arguments,
        )?;
        let mut counts_foreach_batch_stage = ops::ForeachBatch::new(
            worker,
            ops::Stream::new(6u16),
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = counts_source.open(page)?;
                        worker.keeps(1u16, 0usize, counts_count_by_value_stage.kept())?;
                        let mut counts_count_by_value_feed = counts_count_by_value_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            counts_count_by_value
                                .count_by_value(&mut counts_count_by_value_feed, record);
                        }
                        counts_count_by_value_feed
                            .flush(|a, b| combine::operator::add_in_loop(1u16, (a, b)));
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, counts_count_by_value_stage.kept())?;
            counts_count_by_value_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            worker.keeps(1u16, 0usize, counts_count_by_value_stage.kept())?;
            worker.keeps(2u16, 0usize, counts_save_as_text_files_stage.kept())?;
            counts_save_as_text_files_stage.begin_run(worker.place());
            let mut counts_save_as_text_files_feed = counts_save_as_text_files_stage
                .feed(ops::page::none());
            worker.keeps(3u16, 0usize, counts_save_as_object_files_stage.kept())?;
            counts_save_as_object_files_stage.begin_run(worker.place());
            let mut counts_save_as_object_files_feed = counts_save_as_object_files_stage
                .feed(ops::page::none());
            worker.keeps(4u16, 0usize, counts_save_as_hadoop_files_stage.kept())?;
            counts_save_as_hadoop_files_stage.begin_run(worker.place());
            let mut counts_save_as_hadoop_files_feed = counts_save_as_hadoop_files_stage
                .feed(ops::page::none());
            worker.keeps(5u16, 0usize, counts_to_stage.kept())?;
            counts_to_stage.begin_run(worker.place());
            let mut counts_to_feed = counts_to_stage.feed(ops::page::none());
            worker.keeps(6u16, 0usize, counts_foreach_batch_stage.kept())?;
            counts_foreach_batch_stage.begin_run(worker.place());
            let mut counts_foreach_batch_feed = counts_foreach_batch_stage
                .feed(ops::page::none());
            for record in counts_count_by_value_stage.records() {
                {
                    let record = ops::copy(&record);
                    counts_save_as_text_files
                        .save_as_text_files(&mut counts_save_as_text_files_feed, record);
                }
                {
                    let record = ops::copy(&record);
                    counts_save_as_object_files
                        .save_as_object_files(
                            &mut counts_save_as_object_files_feed,
                            record,
                        );
                }
                {
                    let record = ops::copy(&record);
                    counts_save_as_hadoop_files
                        .save_as_hadoop_files(
                            &mut counts_save_as_hadoop_files_feed,
                            record,
                        );
                }
                {
                    let record = ops::copy(&record);
                    counts_to.to(&mut counts_to_feed, record);
                }
                {
                    counts_foreach_batch
                        .foreach_batch(&mut counts_foreach_batch_feed, record);
                }
            }
            worker.keeps(2u16, 0usize, counts_save_as_text_files_stage.kept())?;
            worker.begin_output(2u16, &batch);
            let written = counts_save_as_text_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(2u16, 0usize, counts_save_as_text_files_stage.kept())?;
            worker.keeps(3u16, 0usize, counts_save_as_object_files_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = counts_save_as_object_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, counts_save_as_object_files_stage.kept())?;
            worker.keeps(4u16, 0usize, counts_save_as_hadoop_files_stage.kept())?;
            worker.begin_output(4u16, &batch);
            let written = counts_save_as_hadoop_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(4u16, 0usize, counts_save_as_hadoop_files_stage.kept())?;
            worker.keeps(5u16, 0usize, counts_to_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = counts_to_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, counts_to_stage.kept())?;
            worker.keeps(6u16, 0usize, counts_foreach_batch_stage.kept())?;
            worker.begin_output(6u16, &batch);
            let written = counts_foreach_batch_stage
                .finish(worker, &batch, |batch, _| println!("{}", batch.len()));
            worker.end_output(written)?;
            worker.keeps(6u16, 0usize, counts_foreach_batch_stage.kept())?;
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
