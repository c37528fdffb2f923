//! Reads the lines of a file in random order.
//!
//! ```text
//! cargo run --example random_lines
//! cargo run --example random_lines -- FILE
//! ```
//!
//! `replay` hands out the lines of a file at a chosen rate, here four a second, in simulated time;
//! with `shuffle` in a random order that its seed decides, no line twice. The program prints the
//! lines as they come; every run is different.

use std::env;
use std::hash::{BuildHasher, RandomState};

use streamdsl::prelude::*;

const SONNET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/sonnet.txt");

fn main() -> streamdsl::Result<()> {
    let path = env::args().nth(1).unwrap_or_else(|| SONNET.to_owned());
    let seed = RandomState::new().hash_one("lines");
    let job = stream! {
        batch_interval = 1s;
        replay(path, 4, shuffle = seed) |> pprint;
    };
    streamdsl::testing::run(job)
}
