//! Counts words over a sliding window.
//!
//! ```text
//! cargo run --example windowed_counts
//! ```
//!
//! The words come from a file, one line per second of simulated time. Every two seconds, the
//! program prints the three most frequent words of the last six seconds. Words that have left the
//! window are not counted. A window directly over `reduce_by_key` keeps each word once with a few
//! numbers; it does not keep all words that came.

use std::cmp::Reverse;

use streamdsl::prelude::*;

const SONNET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/sonnet.txt");

fn main() -> streamdsl::Result<()> {
    let job = stream! {
        text_file(SONNET, lines_per_batch = 1)
            |> flat_map(split)
            |> map(str::to_lowercase)
            |> reduce_by_key(+)
            |> window(6s, 2s)
            // By count; words with the same count in alphabetical order.
            |> take_ordered(3, |(word, count)| (Reverse(*count), word.to_string()))
            |> pprint
    };
    streamdsl::testing::run(job)
}
