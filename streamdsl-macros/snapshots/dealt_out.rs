// What is emitted for:
//
//     from(source) |> repartition(4) |> map(slow) |> partition_by |> distinct |> foreach(show);

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
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "repartition",
                    arguments: "4",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[0u16],
                    line: 2u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "slow",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 2u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "partition_by",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[2u16],
                    line: 2u32,
                    column: 56u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "distinct",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Stage,
                    inputs: &[3u16],
                    line: 2u32,
                    column: 72u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    arguments: "show",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[4u16],
                    line: 2u32,
                    column: 84u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::DealRecords,
                    input: 1u16,
                    output: 1u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::DealRecords,
                    input: 3u16,
                    output: 3u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::Table,
                    input: 4u16,
                    output: 4u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::CallFunction,
                    input: 5u16,
                    output: 5u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Nobody,
        },
    );
    let from_source: _ = program.source(0u16, ops::Stream::new(0u16).from(source));
    let repartition_arguments = ops::repartition::arguments().with_n(4);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let repartition = ops::Stream::new(1u16);
        let map = ops::Stream::new(2u16);
        let partition_by = ops::Stream::new(3u16);
        let distinct = ops::Stream::new(4u16);
        let foreach = ops::Stream::new(5u16);
        let mut repartition_stage = ops::Repartition::new(
            worker,
            ops::Stream::new(1u16),
            &repartition_arguments,
        )?;
        let mut partition_by_stage = ops::PartitionBy::new(
            worker,
            ops::Stream::new(3u16),
        )?;
        let mut distinct_stage = ops::Distinct::new(worker, ops::Stream::new(4u16))?;
        let mut foreach_stage = ops::Foreach::new(worker, ops::Stream::new(5u16))?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = from_source.open(page)?;
                        worker.keeps(1u16, 0usize, repartition_stage.kept())?;
                        let mut repartition_feed = repartition_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            repartition.repartition(&mut repartition_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(1u16, 0usize, repartition_stage.kept())?;
            repartition_stage.finish(worker, &batch)?;
            worker.keeps(1u16, 0usize, repartition_stage.kept())?;
            worker.keeps(3u16, 0usize, partition_by_stage.kept())?;
            partition_by_stage.begin_run(worker.place());
            let mut partition_by_feed = partition_by_stage.feed(ops::page::none());
            for record in repartition_stage.records() {
                let (record,): (_,) = (map.map(record, ops::by(&slow)),);
                partition_by.partition_by(&mut partition_by_feed, record);
            }
            worker.keeps(3u16, 0usize, partition_by_stage.kept())?;
            partition_by_stage.finish(worker, &batch)?;
            worker.keeps(3u16, 0usize, partition_by_stage.kept())?;
            worker.keeps(4u16, 0usize, distinct_stage.kept())?;
            let mut distinct_feed = distinct_stage.feed(ops::page::none());
            for record in partition_by_stage.records() {
                distinct.distinct(&mut distinct_feed, record);
            }
            distinct_feed.flush(combine::first);
            worker.keeps(4u16, 0usize, distinct_stage.kept())?;
            distinct_stage.finish(worker, &batch)?;
            worker.keeps(4u16, 0usize, distinct_stage.kept())?;
            worker.keeps(5u16, 0usize, foreach_stage.kept())?;
            let mut foreach_feed = foreach_stage.feed(ops::page::none());
            for record in distinct_stage.records() {
                foreach.foreach(&mut foreach_feed, record, ops::by(&show));
            }
            worker.keeps(5u16, 0usize, foreach_stage.kept())?;
            worker.begin_output(5u16, &batch);
            let written = foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(5u16, 0usize, foreach_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
