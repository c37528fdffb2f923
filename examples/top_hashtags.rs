//! Prints the most frequent hashtags of the last seconds.
//!
//! ```text
//! cargo run --example top_hashtags -- --for 20s
//! ```
//!
//! A feed on loopback sends short posts. Every two seconds, the program prints the three most
//! frequent tags of the last ten seconds. Upper and lower case count as the same tag.

#[path = "support/feed.rs"]
mod feed;
#[path = "support/live.rs"]
mod live;

use std::error::Error;

use feed::Feed;
use streamdsl::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let feed = Feed::start(include_str!("data/posts.txt"))?;
    let job = stream! {
        socket("127.0.0.1", feed.port())
            |> flat_map(split)
            |> filter(|word| word.len() > 1 && word.starts_with('#'))
            |> map(str::to_lowercase)
            |> reduce_by_key(+)
            |> window(10s, 2s)
            |> top(3, |(_, count)| *count)
            |> pprint
    };
    live::run(job)
}
