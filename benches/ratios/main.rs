//! Measures the library and its references in turn: A B A B. Prints a table of ratios. On a machine
//! that others also use, ratios are more reliable than times.
//!
//! ```text
//! cargo run --release -p streamdsl-benches --bin ratios              everything, seven turns each
//! cargo run --release -p streamdsl-benches --bin ratios -- zipf 15   what has that name, and turns
//! ```

mod pairs;

use std::time::Duration;

use crate::pairs::{Pair, pairs};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let turns = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(7);
    let wanted = arguments.iter().find(|argument| argument.parse::<usize>().is_err());
    println!("| work | reference | stream! | reference / stream! | worst and best turn | target |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for pair in pairs() {
        if wanted.is_none_or(|wanted| pair.name.contains(wanted.as_str())) {
            print_row(pair, turns);
        }
    }
}

/// Measures a pair and prints its medians.
fn print_row(mut pair: Pair, turns: usize) {
    let (mut references, mut streams, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..turns.max(1) {
        let (reference, stream) = ((pair.reference)(), (pair.stream)());
        references.push(reference);
        streams.push(stream);
        ratios.push(reference.as_secs_f64() / stream.as_secs_f64());
    }
    references.sort_unstable();
    streams.sort_unstable();
    ratios.sort_by(f64::total_cmp);
    let each = |times: &[Duration]| {
        let nanoseconds = times[times.len() / 2].as_nanos() as f64 / pair.records as f64;
        format!("{nanoseconds:.2} ns")
    };
    let (worst, best) = (ratios[0], ratios[ratios.len() - 1]);
    println!(
        "| {} | {} | {} | {:.2} | {worst:.2} to {best:.2} | {} |",
        pair.name,
        each(&references),
        each(&streams),
        ratios[ratios.len() / 2],
        pair.target
    );
}
