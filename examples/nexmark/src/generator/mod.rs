//! Generates events.
//!
//! Every event is computed from its number alone, which seeds its random numbers. Of 50 consecutive
//! events, the first is a person, the next three are auctions and 46 are bids. At a rate of `r`
//! events per second of event time, event `n` happens at `n / r` seconds. The rate is the same for
//! the whole stream, whatever number of threads generates it.
//!
//! Texts are filled up to the usual average sizes: 200 bytes for a person, 500 for an auction and
//! 100 for a bid. The usual count takes 8 bytes for each number, and the bytes of the texts except
//! `channel` and `url` of a bid. With these two, tabs and decimal digits, a line has about 185
//! bytes on average.
//!
//! ```
//! use streamdsl_nexmark::generator::Generator;
//! use streamdsl_nexmark::model::Event;
//!
//! let (generator, mut line) = (Generator::new(10_000), String::new());
//! generator.write(50, &mut line);
//! let Some(Event::Person(person)) = Event::parse(line.trim_end()) else { panic!("{line}") };
//! assert_eq!((person.id, person.date_time), (1001, 5));
//! ```

mod channels;
mod ids;
mod write;

use std::fmt::Write;

use fastrand::Rng;
use streamdsl::source::{TextSource, text};

use crate::source::BATCH_MS;
use channels::Channels;

/// Generates events at a fixed rate of event time.
#[derive(Debug)]
pub struct Generator {
    rate: u64,
    channels: Channels,
}

impl Generator {
    /// A generator of `rate` events per second of event time (at least one).
    pub fn new(rate: u64) -> Self {
        Self { rate: rate.max(1), channels: Channels::new() }
    }

    /// The time at which event `number` happens, in milliseconds.
    pub fn date_time(&self, number: u64) -> u64 {
        number * 1000 / self.rate
    }

    /// Appends event `number` as a line.
    pub fn write(&self, number: u64, out: &mut String) {
        // Spreads consecutive seeds, so that the first numbers drawn from them are unrelated.
        let mut random = Rng::with_seed(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        match number % ids::EPOCH {
            0 => self.write_person(number, &mut random, out),
            1..=3 => self.write_auction(number, &mut random, out),
            _ => self.write_bid(number, &mut random, out),
        }
        out.push('\n');
    }

    /// The events of the `index`-th batch, which starts at `index` times [`BATCH_MS`].
    pub fn batch(&self, index: u64) -> String {
        let (from, to) = (self.first_at(index * BATCH_MS), self.first_at((index + 1) * BATCH_MS));
        let mut out = String::with_capacity((to - from) as usize * 200);
        (from..to).for_each(|number| self.write(number, &mut out));
        out
    }

    /// The batches one by one, computed when they are requested.
    pub fn batches(self, count: u32) -> impl ExactSizeIterator<Item = TextSource> + Send + 'static {
        (0..count).map(move |index| text(self.batch(index.into())))
    }

    /// The first event that happens at or after a time.
    fn first_at(&self, millis: u64) -> u64 {
        (millis * self.rate).div_ceil(1000)
    }
}

/// Appends one field. Writing to a `String` cannot fail.
fn field(out: &mut String, value: impl std::fmt::Display) {
    out.push('\t');
    let _ = write!(out, "{value}");
}
