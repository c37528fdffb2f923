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
                    line: 2u32,
                    column: 22u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    line: 2u32,
                    column: 37u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_text_files",
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_object_files",
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "save_as_hadoop_files",
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "to",
                    line: 6u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach_batch",
                    line: 7u32,
                    column: 19u32,
                },
            ],
            text: "source   from(words)\n         per record, fused: -> stage 0\nstage 0  count_by_value\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 1\n         per record, fused: -> stage 2\n         per record, fused: -> stage 3\n         per record, fused: -> stage 4\n         per record, fused: -> stage 5\nstage 1  save_as_text_files(\"out/counts\", \"txt\", true)\n         formats per worker, the first one writes the directory\nstage 2  save_as_object_files(prefix())\n         formats per worker, the first one writes the directory\nstage 3  save_as_hadoop_files(\"out/counts\", \"seq\", Text)\n         formats per worker, the first one writes the directory\nstage 4  to(my_sink)\n         gathers on the first worker\nstage 5  foreach_batch(|batch| println!(\"{}\", batch.len()))\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(words)\"])\n    op1[[\"count_by_value\"]]\n    op2[[\"save_as_text_files(#quot;out/counts#quot;, #quot;txt#quot;, true)\"]]\n    op3[[\"save_as_object_files(prefix())\"]]\n    op4[[\"save_as_hadoop_files(#quot;out/counts#quot;, #quot;seq#quot;, Text)\"]]\n    op5[[\"to(my_sink)\"]]\n    op6[[\"foreach_batch(|batch| println!(#quot;{}#quot;, batch.len()))\"]]\n    op0 --> op1\n    op1 --> op2\n    op1 --> op3\n    op1 --> op4\n    op1 --> op5\n    op1 --> op6\n",
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let counts_source = program.source(0u16, ops::Stream::new(0u16).from(words));
    let counts_save_as_text_files_arguments = ops::arguments::save_as_text_files(
            "out/counts",
        )
        .with_suffix("txt")
        .with_empty(true);
    let counts_save_as_object_files_arguments = ops::arguments::save_as_object_files(
        prefix(),
    );
    let counts_save_as_hadoop_files_arguments = ops::arguments::save_as_hadoop_files(
            "out/counts",
        )
        .with_suffix("seq")
        .with_format(Text);
    let counts_to_arguments = ops::arguments::to(my_sink);
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
                        let chunk = ops::page::open(counts_source, page)?;
                        let mut counts_count_by_value_feed = counts_count_by_value_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            counts_count_by_value
                                .count_by_value(&mut counts_count_by_value_feed, record);
                        }
                        counts_count_by_value_feed
                            .flush(|a, b| combine::operator::add((a, b)));
                    }
                    _ => {}
                }
            }
            counts_count_by_value_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            let mut counts_save_as_text_files_feed = counts_save_as_text_files_stage
                .feed(ops::page::none());
            let mut counts_save_as_object_files_feed = counts_save_as_object_files_stage
                .feed(ops::page::none());
            let mut counts_save_as_hadoop_files_feed = counts_save_as_hadoop_files_stage
                .feed(ops::page::none());
            let mut counts_to_feed = counts_to_stage.feed(ops::page::none());
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
            worker.begin_output(2u16, &batch);
            let written = counts_save_as_text_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(3u16, &batch);
            let written = counts_save_as_object_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(4u16, &batch);
            let written = counts_save_as_hadoop_files_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(5u16, &batch);
            let written = counts_to_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.begin_output(6u16, &batch);
            let written = counts_foreach_batch_stage
                .finish(worker, &batch, |batch, _| println!("{}", batch.len()));
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
