//! Prints statistics of the word lengths in each batch: number, mean, deviation, extremes.
//!
//! ```text
//! cargo run --example word_lengths
//! ```
//!
//! The words come from a file, four lines per batch. Time is simulated, so the program ends at
//! once. For each batch it prints one line:
//!
//! ```text
//! 33 words of 1 to 9 letters, 4.1 on average, give or take 1.9
//! ```

use std::ops::Add;

use streamdsl::prelude::*;

const SONNET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/sonnet.txt");

/// Statistics of some words. Operators keep it as a value, so it is a `Record`.
#[derive(Clone, Record)]
struct Lengths {
    words: u32,
    sum: u32,
    squares: u32,
    shortest: u32,
    longest: u32,
}

impl Lengths {
    fn of(word: &str) -> Self {
        let length = word.chars().filter(|letter| letter.is_alphabetic()).count() as u32;
        Self { words: 1, sum: length, squares: length * length, shortest: length, longest: length }
    }

    fn mean(&self) -> f64 {
        f64::from(self.sum) / f64::from(self.words)
    }

    fn deviation(&self) -> f64 {
        (f64::from(self.squares) / f64::from(self.words) - self.mean().powi(2)).max(0.0).sqrt()
    }
}

/// The statistics of the words of both.
impl Add for Lengths {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            shortest: self.shortest.min(other.shortest),
            longest: self.longest.max(other.longest),
        }
    }
}

fn main() -> streamdsl::Result<()> {
    let job = stream! {
        text_file(SONNET, lines_per_batch = 4)
            |> flat_map(split)
            |> map(Lengths::of)
            |> reduce(+)
            |> foreach_batch(|batch| {
                // An empty batch has no words.
                if let Some(lengths) = batch.first() {
                    println!(
                        "{} words of {} to {} letters, {:.1} on average, give or take {:.1}",
                        lengths.words, lengths.shortest, lengths.longest,
                        lengths.mean(), lengths.deviation(),
                    );
                }
            })
    };
    streamdsl::testing::run(job)
}
