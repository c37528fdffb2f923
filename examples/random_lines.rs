//! Reads the lines of a file in random order.
//!
//! ```text
//! cargo run --example random_lines
//! cargo run --example random_lines -- FILE
//! ```
//!
//! Any collection of batches is a source. Here it is an iterator that draws four lines at a time, no
//! line twice, until there are none left: it is asked for a batch when one is due. The program
//! prints the lines as they come, each with its number in the file; every run is different.

use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::{env, fs, iter};

use streamdsl::prelude::*;

const SONNET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/sonnet.txt");

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).unwrap_or_else(|| SONNET.to_owned());
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let lines: Vec<(usize, String)> = (1..).zip(text.lines().map(str::to_owned)).collect();
    let job = stream! { memory(drawn(lines)) |> pprint };
    Ok(streamdsl::testing::run_on(1, job)?)
}

/// Batches of four lines drawn from all that are left.
fn drawn(mut lines: Vec<(usize, String)>) -> impl Iterator<Item = Vec<(usize, String)>> {
    let random = RandomState::new();
    let mut draw = move || {
        let place = random.hash_one(lines.len()) as usize % lines.len().max(1);
        (!lines.is_empty()).then(|| lines.swap_remove(place))
    };
    iter::from_fn(move || {
        let batch: Vec<_> = iter::from_fn(&mut draw).take(4).collect();
        (!batch.is_empty()).then_some(batch)
    })
}
