// What is emitted for:
//
//     terval = 2s;
//     let words = from(lines) |> flat_map(split);
//     words |> count_by_value |> pprint;
//     words |> count |> pprint(3);
//     words |> filter(|word| word.len() > 3) |> collect(&long);

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "from",
                    arguments: "lines",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 3u32,
                    column: 21u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    arguments: "split",
                    binding: ::core::option::Option::Some("words"),
                    role: ::streamdsl::__private::Role::FusedOverPages,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 36u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count_by_value",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
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
                    column: 36u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "count",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 5u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "3",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 5u32,
                    column: 27u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "filter",
                    arguments: "|word| word.len() > 3",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 6u32,
                    column: 18u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "collect",
                    arguments: "&long",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[6u16],
                    line: 6u32,
                    column: 51u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
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
    program.set_batch_interval(::core::time::Duration::new(2u64, 0u32));
    let words_source: _ = program.source(0u16, ops::Stream::new(0u16).from(lines));
    let words_pprint_arguments = ops::pprint::arguments();
    let words_pprint_2_arguments = ops::pprint::arguments().with_n(3);
    let words_collect_arguments = ops::collect::arguments(&long);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let words_flat_map = ops::PageStream::new(1u16);
        let words_count_by_value = ops::Stream::new(2u16);
        let words_pprint = ops::Stream::new(3u16);
        let words_count = ops::Stream::new(4u16);
        let words_pprint_2 = ops::Stream::new(5u16);
        let words_filter = ops::Stream::new(6u16);
        let words_collect = ops::Stream::new(7u16);
        let mut words_count_by_value_stage = ops::CountByValue::new(
            worker,
            ops::Stream::new(2u16),
        )?;
        let mut words_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &words_pprint_arguments,
        )?;
        let mut words_count_stage = ops::Count::new(worker, ops::Stream::new(4u16))?;
        let mut words_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &words_pprint_2_arguments,
        )?;
        let mut words_collect_stage = ops::Collect::new(
            worker,
            ops::Stream::new(7u16),
            &words_collect_arguments,
        )?;
        let arenas = ops::Arenas::new();
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                match page.source() {
                    0u16 => {
                        let place = page.place();
                        let chunk: _ = words_source.open(page)?;
                        worker.keeps(2u16, 0usize, words_count_by_value_stage.kept())?;
                        let mut words_count_by_value_feed = words_count_by_value_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(4u16, 0usize, words_count_stage.kept())?;
                        let mut words_count_feed = words_count_stage
                            .feed(ops::page::window(&chunk));
                        worker.keeps(7u16, 0usize, words_collect_stage.kept())?;
                        words_collect_stage.begin_run(place);
                        let mut words_collect_feed = words_collect_stage
                            .feed(ops::page::window(&chunk));
                        words_flat_map
                            .flat_map(
                                &chunk,
                                &arena_of_this_page,
                                ops::by(&split),
                                |record| {
                                    {
                                        let record = ops::copy(&record);
                                        words_count_by_value
                                            .count_by_value(&mut words_count_by_value_feed, record);
                                    }
                                    {
                                        let record = ops::copy(&record);
                                        words_count.count(&mut words_count_feed, record);
                                    }
                                    {
                                        if words_filter.filter(&record, |word| word.len() > 3) {
                                            words_collect.collect(&mut words_collect_feed, record);
                                        }
                                    }
                                },
                            );
                        words_count_by_value_feed
                            .flush(|a, b| combine::operator::add_in_loop(2u16, (a, b)));
                    }
                    _ => {}
                }
                worker.keeps(1u16, 0, arena_of_this_page.kept())?;
            }
            worker.keeps(2u16, 0usize, words_count_by_value_stage.kept())?;
            words_count_by_value_stage
                .finish(worker, &batch, |a, b| combine::operator::add((a, b)))?;
            worker.keeps(2u16, 0usize, words_count_by_value_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                worker.keeps(3u16, 0usize, words_pprint_stage.kept())?;
                words_pprint_stage.begin_run(worker.place());
                let mut words_pprint_feed = words_pprint_stage.feed(ops::page::none());
                for record in words_count_by_value_stage.records() {
                    words_pprint.pprint(&mut words_pprint_feed, record);
                }
            }
            worker.keeps(3u16, 0usize, words_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = words_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, words_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, words_count_stage.kept())?;
            words_count_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, words_count_stage.kept())?;
            {
                #[allow(unused_variables)]
                let arena_of_this_page = arenas.open();
                worker.keeps(5u16, 0usize, words_pprint_2_stage.kept())?;
                words_pprint_2_stage.begin_run(worker.place());
                let mut words_pprint_2_feed = words_pprint_2_stage
                    .feed(ops::page::none());
                for record in words_count_stage.records() {
                    words_pprint_2.pprint(&mut words_pprint_2_feed, record);
                }
            }
            worker.keeps(5u16, 0usize, words_pprint_2_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = words_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, words_pprint_2_stage.kept())?;
            worker.keeps(7u16, 0usize, words_collect_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = words_collect_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, words_collect_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
