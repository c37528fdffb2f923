// What is emitted for:
//
//     ts = from(words) |> count_by_value;
//     counts |> pprint;
//     counts |> window(1min, 10s) |> pprint;

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
                    name: "pprint",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[1u16],
                    line: 3u32,
                    column: 19u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "window",
                    arguments: "1min, 10s",
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
                    inputs: &[3u16],
                    line: 4u32,
                    column: 40u32,
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
                    work: ::streamdsl::__private::Work::KeyedPanes,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::Some(3u16),
                    slot: ::core::option::Option::Some(::streamdsl::__private::SlotInfo {
                        name: "window#1",
                        combiner: ::core::option::Option::Some("+"),
                        numbered: false,
                        named_at: ::core::option::Option::Some(3u16),
                    }),
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Gather,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Everybody,
        },
    );
    let counts_source: _ = program.source(0u16, ops::Stream::new(0u16).from(words));
    let counts_pprint_arguments = ops::pprint::arguments();
    let counts_window_id = program
        .window(
            3u16,
            ::core::option::Option::None,
            ::core::time::Duration::new(60u64, 0u32),
            ops::window::slide(::core::time::Duration::new(10u64, 0u32)),
        );
    let counts_pprint_2_arguments = ops::pprint::arguments();
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let counts_count_by_value = ops::Stream::new(1u16);
        let counts_pprint = ops::Stream::new(2u16);
        let counts_window = ops::TableStream::new(3u16);
        let counts_pprint_2 = ops::Stream::new(4u16);
        let mut counts_count_by_value_stage = ops::CountByValue::new(
            worker,
            ops::Stream::new(1u16),
        )?;
        let mut counts_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(2u16),
            &counts_pprint_arguments,
        )?;
        let mut counts_window_stage = counts_window
            .window(worker, ops::Stream::new(3u16), counts_window_id, "window#1")?;
        let mut counts_pprint_2_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(4u16),
            &counts_pprint_2_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            let counts_window_emits = worker.emits(counts_window_id, &batch);
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
            worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
            counts_pprint_stage.begin_run(worker.place());
            let mut counts_pprint_feed = counts_pprint_stage.feed(ops::page::none());
            worker.keeps(3u16, 0usize, counts_window_stage.kept())?;
            let mut counts_window_feed = counts_window_stage.feed(ops::page::none());
            for record in counts_count_by_value_stage.records() {
                {
                    let record = ops::copy(&record);
                    counts_pprint.pprint(&mut counts_pprint_feed, record);
                }
                {
                    ops::Stream::new(3u16)
                        .reduce_by_key(
                            &mut counts_window_feed,
                            record,
                            |a, b| combine::operator::add_in_loop(3u16, (a, b)),
                        );
                }
            }
            counts_window_feed
                .flush(|a, b| combine::operator::add_in_loop(3u16, (a, b)));
            worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
            worker.begin_output(2u16, &batch);
            let written = counts_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(2u16, 0usize, counts_pprint_stage.kept())?;
            worker.keeps(3u16, 0usize, counts_window_stage.kept())?;
            counts_window_stage
                .finish(
                    worker,
                    &batch,
                    |a, b| combine::operator::add((a, b)),
                    ops::Inverse::of_add(),
                )?;
            worker.keeps(3u16, 0usize, counts_window_stage.kept())?;
            if counts_window_emits {
                worker.keeps(4u16, 0usize, counts_pprint_2_stage.kept())?;
                counts_pprint_2_stage.begin_run(worker.place());
                let mut counts_pprint_2_feed = counts_pprint_2_stage
                    .feed(ops::page::none());
                for record in counts_window_stage
                    .records(|a, b| combine::operator::add((a, b)))
                {
                    counts_pprint_2.pprint(&mut counts_pprint_2_feed, record);
                }
            }
            if counts_window_emits {
                worker.keeps(4u16, 0usize, counts_pprint_2_stage.kept())?;
                worker.begin_output(4u16, &batch);
                let written = counts_pprint_2_stage.finish(worker, &batch);
                worker.end_output(written)?;
                worker.keeps(4u16, 0usize, counts_pprint_2_stage.kept())?;
            }
            if worker.is_checkpoint_due(&batch) {
                counts_window_stage.save(worker);
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        counts_window_stage.save(worker);
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
