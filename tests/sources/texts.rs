//! Batches of text in memory.

use streamdsl::prelude::*;
use streamdsl::source::{TextSource, texts};
use streamdsl::testing;

/// The lines of each batch.
fn lines(workers: usize, source: TextSource) -> Vec<Vec<String>> {
    let lines = Collected::new();
    testing::run_on(workers, stream! { from(source) |> collect(&lines) }).unwrap();
    lines.batches()
}

#[test]
fn each_text_is_a_batch() {
    let batches = [vec!["to be", "or not"], vec![], vec!["", "x"]];
    for workers in [1, 3] {
        let source = texts(["to be\nor not\n", "", "\r\nx"]);
        assert_eq!(lines(workers, source.clone()), batches, "on {workers} workers");
        let twice = lines(workers, source.repeated(2));
        assert_eq!(twice, [batches.clone(), batches.clone()].concat(), "on {workers} workers");
    }
}

#[test]
fn a_text_that_is_longer_than_a_page_stays_one_batch_in_order() {
    let numbers: Vec<String> = (0..200_000).map(|n| n.to_string()).collect();
    let source = texts([numbers.join("\n"), "end".to_owned()]);
    assert!(lines(3, source) == [numbers, vec!["end".to_owned()]]);
}

#[test]
fn no_texts_are_no_batches() {
    assert_eq!(lines(2, texts::<String>([])), Vec::<Vec<String>>::new());
    assert_eq!(lines(2, texts(["a"]).repeated(0)), Vec::<Vec<String>>::new());
}

#[test]
fn a_sink_of_a_program_can_be_collected() {
    fn count(
        words: impl Source<Chunk = streamdsl::chunk::TextChunk>,
        to: impl Sink<u64>,
    ) -> Pipeline {
        stream! { from(words) |> flat_map(split) |> count |> to(to) }
    }
    let counts = Collected::new();
    testing::run(count(texts(["to be", "or"]), counts.clone())).unwrap();
    let found: Vec<_> = counts.take().into_iter().map(|(time, n)| (time.as_millis(), n)).collect();
    assert_eq!(found, [(1000, vec![2]), (2000, vec![1])]);
}
