// What is emitted for:
//
//     ts = from(words) |> count_by_value;
//     counts |> top(10, |(_, count)| *count) |> pprint;
//     counts |> take_ordered(limit) |> pprint;
//     counts |> sort_by(|(word, _)| word.len(), descending = true) |> pprint;

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
                    name: "top",
                    arguments: "10, |(_, count)| *count",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[2u16],
                    line: 3u32,
                    column: 51u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "take_ordered",
                    arguments: "limit",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 4u32,
                    column: 42u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "sort_by",
                    arguments: "|(word, _)| word.len(), true",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[1u16],
                    line: 5u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[6u16],
                    line: 5u32,
                    column: 73u32,
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
                    work: ::streamdsl::__private::Work::Gather,
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
    let counts_source: _ = program.source(0u16, ops::Stream::new(0u16).from(words));
    let counts_top_constants = ops::top::constants(10);
    let counts_pprint_arguments = ops::pprint::arguments();
    let counts_take_ordered_constants = ops::take_ordered::constants(limit);
    let counts_pprint_2_arguments = ops::pprint::arguments();
    #[allow(clippy::init_numbered_fields)]
    let counts_sort_by_constants = ops::sort_by::constants(::core::option::Option::Some {
        0: true,
    });
    let counts_pprint_3_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let counts_count_by_value = ops::Stream::new(1u16);
        let counts_top = ops::Stream::new(2u16);
        let counts_top_constants = worker
            .checked(2u16, ops::copy(&counts_top_constants))?;
        let counts_pprint = ops::Stream::new(3u16);
        let counts_take_ordered = ops::Stream::new(4u16);
        let counts_take_ordered_constants = worker
            .checked(4u16, ops::copy(&counts_take_ordered_constants))?;
        let counts_pprint_2 = ops::Stream::new(5u16);
        let counts_sort_by = ops::Stream::new(6u16);
        let counts_sort_by_constants = worker
            .checked(6u16, ops::copy(&counts_sort_by_constants))?;
        let counts_pprint_3 = ops::Stream::new(7u16);
        let mut counts_count_by_value_stage = ops::CountByValue::new(
            worker,
            ops::Stream::new(1u16),
        )?;
        let mut counts_top_stage = ops::Top::new(worker, ops::Stream::new(2u16))?;
        let mut counts_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(3u16),
            &counts_pprint_arguments,
        )?;
        let mut counts_take_ordered_stage = ops::TakeOrdered::new(
            worker,
            ops::Stream::new(4u16),
        )?;
        let mut counts_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &counts_pprint_2_arguments,
        )?;
        let mut counts_sort_by_stage = ops::SortBy::new(worker, ops::Stream::new(6u16))?;
        let mut counts_pprint_3_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(7u16),
            &counts_pprint_3_arguments,
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
            worker.keeps(2u16, 0usize, counts_top_stage.kept())?;
            counts_top_stage.begin_run(worker.place());
            let mut counts_top_feed = counts_top_stage.feed(ops::page::none());
            worker.keeps(4u16, 0usize, counts_take_ordered_stage.kept())?;
            counts_take_ordered_stage.begin_run(worker.place());
            let mut counts_take_ordered_feed = counts_take_ordered_stage
                .feed(ops::page::none());
            worker.keeps(6u16, 0usize, counts_sort_by_stage.kept())?;
            counts_sort_by_stage.begin_run(worker.place());
            let mut counts_sort_by_feed = counts_sort_by_stage.feed(ops::page::none());
            for record in counts_count_by_value_stage.records() {
                {
                    let record = ops::copy(&record);
                    counts_top_feed.store(record);
                }
                {
                    let record = ops::copy(&record);
                    counts_take_ordered_feed.store(record);
                }
                {
                    counts_sort_by_feed.store(record);
                }
            }
            worker.keeps(2u16, 0usize, counts_top_stage.kept())?;
            counts_top_stage.finish(worker, &batch)?;
            worker.keeps(2u16, 0usize, counts_top_stage.kept())?;
            worker.keeps(3u16, 0usize, counts_pprint_stage.kept())?;
            counts_pprint_stage.begin_run(worker.place());
            let mut counts_pprint_feed = counts_pprint_stage.feed(ops::page::none());
            for record in counts_top
                .top(
                    counts_top_stage.batch(),
                    &counts_top_constants,
                    |(_, count)| *count,
                )
            {
                counts_pprint.pprint(&mut counts_pprint_feed, record);
            }
            worker.keeps(3u16, 0usize, counts_pprint_stage.kept())?;
            worker.begin_output(3u16, &batch);
            let written = counts_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(3u16, 0usize, counts_pprint_stage.kept())?;
            worker.keeps(4u16, 0usize, counts_take_ordered_stage.kept())?;
            counts_take_ordered_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, counts_take_ordered_stage.kept())?;
            worker.keeps(5u16, 0usize, counts_pprint_2_stage.kept())?;
            counts_pprint_2_stage.begin_run(worker.place());
            let mut counts_pprint_2_feed = counts_pprint_2_stage.feed(ops::page::none());
            for record in counts_take_ordered
                .take_ordered(
                    counts_take_ordered_stage.batch(),
                    &counts_take_ordered_constants,
                    ops::itself,
                )
            {
                counts_pprint_2.pprint(&mut counts_pprint_2_feed, record);
            }
            worker.keeps(5u16, 0usize, counts_pprint_2_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = counts_pprint_2_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, counts_pprint_2_stage.kept())?;
            worker.keeps(6u16, 0usize, counts_sort_by_stage.kept())?;
            counts_sort_by_stage.finish(worker, &batch)?;
            worker.keeps(6u16, 0usize, counts_sort_by_stage.kept())?;
            worker.keeps(7u16, 0usize, counts_pprint_3_stage.kept())?;
            counts_pprint_3_stage.begin_run(worker.place());
            let mut counts_pprint_3_feed = counts_pprint_3_stage.feed(ops::page::none());
            for record in counts_sort_by
                .sort_by(
                    counts_sort_by_stage.batch(),
                    |(word, _)| word.len(),
                    &counts_sort_by_constants,
                )
            {
                counts_pprint_3.pprint(&mut counts_pprint_3_feed, record);
            }
            worker.keeps(7u16, 0usize, counts_pprint_3_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = counts_pprint_3_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, counts_pprint_3_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
