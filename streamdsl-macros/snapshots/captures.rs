// What is emitted for:
//
//      = from(lines) |> filter(|line| line.len() > least) |> map(shorten) |> map(limit(most));
//     long |> reduce(|a, b| pick(a, b, &order)) |> pprint(n);

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
                    column: 20u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "filter",
                    line: 2u32,
                    column: 35u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 2u32,
                    column: 72u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    line: 2u32,
                    column: 88u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "reduce",
                    line: 3u32,
                    column: 17u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "pprint",
                    line: 3u32,
                    column: 54u32,
                },
            ],
            text: "source   from(lines)\n         per record, fused: filter(|line| line.len() > least) map(shorten) map(limit(most)) -> stage 0\nstage 0  reduce(|a, b| pick(a, b, &order))\n         combines per worker, then on the first worker\n         per record, fused: -> stage 1\nstage 1  pprint(n)\n         gathers on the first worker\n",
            mermaid: "flowchart LR\n    op0([\"from(lines)\"])\n    op1[\"filter(|line| line.len() #gt; least)\"]\n    op2[\"map(shorten)\"]\n    op3[\"map(limit(most))\"]\n    op4[[\"reduce(|a, b| pick(a, b, #amp;order))\"]]\n    op5[[\"pprint(n)\"]]\n    op0 --> op1\n    op1 --> op2\n    op2 --> op3\n    op3 --> op4\n    op4 --> op5\n",
            idle: ::streamdsl::__private::Idle::Leader,
        },
    );
    let long_source = program.source(0u16, ops::Stream::new(0u16).from(lines));
    let long_pprint_arguments = ops::arguments::pprint().with_n(n);
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let long_filter = ops::Stream::new(1u16);
        let long_map = ops::Stream::new(2u16);
        let long_map_2 = ops::Stream::new(3u16);
        let long_map_2_f = limit(most);
        let long_reduce = ops::Stream::new(4u16);
        let long_pprint = ops::Stream::new(5u16);
        let mut long_reduce_stage = ops::Reduce::new(worker, ops::Stream::new(4u16))?;
        let mut long_pprint_stage = ops::Pprint::new(
            worker,
            ops::Stream::new(5u16),
            &long_pprint_arguments,
        )?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk = ops::page::open(long_source, page)?;
                        let mut long_reduce_feed = long_reduce_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            if long_filter.filter(&record, |line| line.len() > least) {
                                let (record,) = (long_map.map(record, ops::by(&shorten)),);
                                let (record,) = (
                                    long_map_2.map(record, ops::by(&long_map_2_f)),
                                );
                                long_reduce
                                    .reduce(
                                        &mut long_reduce_feed,
                                        record,
                                        |a, b| pick(a, b, &order),
                                    );
                            }
                        }
                    }
                    _ => {}
                }
            }
            long_reduce_stage.finish(worker, &batch, |a, b| pick(a, b, &order))?;
            let mut long_pprint_feed = long_pprint_stage.feed(ops::page::none());
            for record in long_reduce_stage.records() {
                long_pprint.pprint(&mut long_pprint_feed, record);
            }
            worker.begin_output(5u16, &batch);
            let written = long_pprint_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
