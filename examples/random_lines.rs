//! Reads the lines of a file in random order.
//!
//! ```text
//! cargo run --example random_lines
//! cargo run --example random_lines -- FILE
//! ```
//!
//! `replay` delivers the lines of a file at a chosen rate, here four lines per second of simulated
//! time. With `shuffle` it delivers each line once, in a random order that depends on the seed. The
//! program prints the lines as they come. Each run uses another seed.

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
