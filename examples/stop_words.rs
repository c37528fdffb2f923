//! Removes common words and prints the most frequent other words.
//!
//! ```text
//! cargo run --example stop_words -- --for 10s
//! ```
//!
//! A closure can capture any value around the program, here a set of words. All workers share it.
//! Every second, the program prints the five most frequent words of that second.

#[path = "support/feed.rs"]
mod feed;
#[path = "support/live.rs"]
mod live;

use std::collections::HashSet;
use std::error::Error;

use feed::Feed;
use streamdsl::prelude::*;

const STOP_WORDS: &str =
    "a ago and are every has have is it now of off out that the their too were";

fn main() -> Result<(), Box<dyn Error>> {
    let feed = Feed::start(include_str!("data/story.txt"))?;
    let stop_words: HashSet<&str> = split(STOP_WORDS).collect();
    let job = stream! {
        socket("127.0.0.1", feed.port())
            |> flat_map(split)
            |> filter(|word| !stop_words.contains(word))
            |> reduce_by_key(+)
            |> top(5, |(_, count)| *count)
            |> pprint
    };
    live::run(job)
}
