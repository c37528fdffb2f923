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
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "repartition",
                    line: 2u32,
                    column: 25u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 2u32,
                    column: 43u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "partition_by",
                    line: 2u32,
                    column: 56u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "distinct",
                    line: 2u32,
                    column: 72u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    line: 2u32,
                    column: 84u32,
                },
            ],
            text: "source   from(source)\n         per record, fused: -> stage 0\nstage 0  repartition(4)\n         deals the records out to the workers\n         per record, fused: map(slow) -> stage 1\nstage 1  partition_by\n         deals the records out to the workers\n         per record, fused: -> stage 2\nstage 2  distinct\n         pre-aggregates per worker, exchanges by key group, one table per batch\n         per record, fused: -> stage 3\nstage 3  foreach(show)\n         calls the function on each worker\n",
            mermaid: "flowchart LR\n    op0([\"from(source)\"])\n    op1[[\"repartition(4)\"]]\n    op2[\"map(slow)\"]\n    op3[[\"partition_by\"]]\n    op4[[\"distinct\"]]\n    op5[[\"foreach(show)\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op3 --> op4\n    op4 --> op5\n",
            idle: ::streamdsl::__private::Idle::Nobody,
        },
    );
    let from_source = program.source(0u16, ops::Stream::new(0u16).from(source));
    let repartition_arguments = ops::arguments::repartition().with_n(4);
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
                        let chunk = ops::page::open(from_source, page)?;
                        let mut repartition_feed = repartition_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            repartition.repartition(&mut repartition_feed, record);
                        }
                    }
                    _ => {}
                }
            }
            repartition_stage.finish(worker, &batch)?;
            let mut partition_by_feed = partition_by_stage.feed(ops::page::none());
            for record in repartition_stage.records() {
                let (record,) = (map.map(record, ops::by(&slow)),);
                partition_by.partition_by(&mut partition_by_feed, record);
            }
            partition_by_stage.finish(worker, &batch)?;
            let mut distinct_feed = distinct_stage.feed(ops::page::none());
            for record in partition_by_stage.records() {
                distinct.distinct(&mut distinct_feed, record);
            }
            distinct_feed.flush(combine::first);
            distinct_stage.finish(worker, &batch)?;
            let mut foreach_feed = foreach_stage.feed(ops::page::none());
            for record in distinct_stage.records() {
                foreach.foreach(&mut foreach_feed, record, ops::by(&show));
            }
            worker.begin_output(5u16, &batch);
            let written = foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
