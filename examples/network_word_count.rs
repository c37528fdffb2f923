//! Counts the words of each batch: the first program of most tutorials.
//!
//! ```text
//! cargo run --example network_word_count -- --for 10s
//! ```
//!
//! A feed on loopback sends lines of text. Every second, the program prints how often each word
//! came in that second. It ends after ten seconds; without `--for`, it runs until Ctrl-C.

#[path = "support/feed.rs"]
mod feed;
#[path = "support/live.rs"]
mod live;

use std::error::Error;

use feed::Feed;
use streamdsl::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let feed = Feed::start(include_str!("data/story.txt"))?;
    let job = stream! {
        socket("127.0.0.1", feed.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> pprint
    };
    live::run(job)
}
