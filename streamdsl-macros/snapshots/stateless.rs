// What is emitted for:
//
//     es)
//     |> map(|line| line.len())
//     |> filter(longer(3))
//     |> flat_map(|n| 0..n)
//     |> cache
//     |> persist
//     |> sample(0.1, seed = 7)
//     |> foreach(print)

fn program() -> Pipeline {
    #[allow(unused_imports)]
    use ::streamdsl::__private::{combine as combine, ops as ops};
    let mut program = ::streamdsl::__private::Program::new(
        &::streamdsl::__private::Plan {
            file: ::core::file!(),
            operators: &[
                ::streamdsl::__private::OperatorInfo {
                    name: "memory",
                    arguments: "batches",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Source,
                    inputs: &[],
                    line: 2u32,
                    column: 9u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "map",
                    arguments: "|line| line.len()",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[0u16],
                    line: 3u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "filter",
                    arguments: "longer(3)",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[1u16],
                    line: 4u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "flat_map",
                    arguments: "|n| 0..n",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[2u16],
                    line: 5u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "cache",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[3u16],
                    line: 6u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "persist",
                    arguments: "",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[4u16],
                    line: 7u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "sample",
                    arguments: "0.1, 7",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Fused,
                    inputs: &[5u16],
                    line: 8u32,
                    column: 16u32,
                },
                ::streamdsl::__private::OperatorInfo {
                    name: "foreach",
                    arguments: "print",
                    binding: ::core::option::Option::None,
                    role: ::streamdsl::__private::Role::Output,
                    inputs: &[6u16],
                    line: 9u32,
                    column: 16u32,
                },
            ],
            stages: &[
                ::streamdsl::__private::StageInfo {
                    work: ::streamdsl::__private::Work::CallFunction,
                    input: 7u16,
                    output: 7u16,
                    window: ::core::option::Option::None,
                    slot: ::core::option::Option::None,
                },
            ],
            idle: ::streamdsl::__private::Idle::Nobody,
        },
    );
    let memory_source: _ = program.source(0u16, ops::Stream::new(0u16).memory(batches));
    #[allow(clippy::init_numbered_fields)]
    let sample_constants = ops::sample::constants(
        0.1,
        ::core::option::Option::Some {
            0: 7,
        },
    );
    let body = move |
        worker: &mut ::streamdsl::__private::Worker,
    | -> ::streamdsl::__private::Result<()> {
        let map = ops::Stream::new(1u16);
        let filter = ops::Stream::new(2u16);
        let filter_f = longer(3);
        let flat_map = ops::Stream::new(3u16);
        let cache = ops::Stream::new(4u16);
        let persist = ops::Stream::new(5u16);
        let sample = ops::Stream::new(6u16);
        let sample_constants = worker.checked(6u16, ops::copy(&sample_constants))?;
        let foreach = ops::Stream::new(7u16);
        let mut foreach_stage = ops::Foreach::new(worker, ops::Stream::new(7u16))?;
        while let ::core::option::Option::Some(batch) = worker.next_batch()? {
            while let ::core::option::Option::Some(page) = batch.next_chunk()? {
                match page.source() {
                    0u16 => {
                        let chunk: _ = memory_source.open(page)?;
                        worker.keeps(7u16, 0usize, foreach_stage.kept())?;
                        let mut foreach_feed = foreach_stage
                            .feed(ops::page::window(&chunk));
                        for record in ops::page::records(&chunk) {
                            let (record,): (_,) = (map.map(record, |line| line.len()),);
                            if filter.filter(&record, ops::by(&filter_f)) {
                                for record in flat_map.flat_map(record, |n| 0..n) {
                                    let (record,): (_,) = (cache.cache(record),);
                                    let (record,): (_,) = (persist.persist(record),);
                                    if sample.sample(&record, &sample_constants) {
                                        foreach.foreach(&mut foreach_feed, record, ops::by(&print));
                                    }
                                }
                            }
                        }
                    }
                    _ => {}
                }
            }
            worker.keeps(7u16, 0usize, foreach_stage.kept())?;
            worker.begin_output(7u16, &batch);
            let written = foreach_stage.finish(worker, &batch);
            worker.end_output(written)?;
            worker.keeps(7u16, 0usize, foreach_stage.kept())?;
            if worker.is_checkpoint_due(&batch) {
                worker.checkpoint()?;
            }
            worker.end_batch(batch)?;
        }
        worker.end_job()
    };
    ops::run_on_all_workers(program, ops::captured(body))
}
