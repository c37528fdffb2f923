//! The fields of each kind of event.

use fastrand::Rng;

use super::{Generator, field, ids};

const FIRST_NAMES: [&str; 11] =
    ["Ada", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Henry", "Irene", "Jonas", "Kim"];
const LAST_NAMES: [&str; 9] =
    ["Adams", "Baker", "Carter", "Dixon", "Evans", "Fisher", "Grant", "Hughes", "Irving"];
const CITIES: [&str; 10] = [
    "Phoenix",
    "Los Angeles",
    "San Francisco",
    "Boise",
    "Portland",
    "Bend",
    "Redmond",
    "Seattle",
    "Kent",
    "Cheyenne",
];
const STATES: [&str; 6] = ["AZ", "CA", "ID", "OR", "WA", "WY"];

/// The average number of bytes of an event.
const PERSON_BYTES: usize = 200;
const AUCTION_BYTES: usize = 500;
const BID_BYTES: usize = 100;

const FIRST_CATEGORY: u64 = 10;
const CATEGORIES: u64 = 5;

impl Generator {
    pub(super) fn write_person(&self, number: u64, random: &mut Rng, out: &mut String) {
        out.push('P');
        field(out, ids::FIRST + ids::last_person(number));
        let texts = out.len();
        field(out, one_of(&FIRST_NAMES, random));
        out.push(' ');
        out.push_str(one_of(&LAST_NAMES, random));
        out.push('\t');
        letters(7, '_', random, out);
        out.push('@');
        letters(5, '_', random, out);
        out.push_str(".com");
        let [a, b, c, d] = [(); 4].map(|()| random.u16(0..10_000));
        field(out, format_args!("{a:04} {b:04} {c:04} {d:04}"));
        field(out, one_of(&CITIES, random));
        field(out, one_of(&STATES, random));
        let texts = out.len() - texts - 5;
        field(out, self.date_time(number));
        fill(PERSON_BYTES, texts + 2 * 8, random, out);
    }

    pub(super) fn write_auction(&self, number: u64, random: &mut Rng, out: &mut String) {
        out.push('A');
        field(out, ids::FIRST + ids::last_auction(number));
        let texts = out.len();
        out.push('\t');
        letters(20, ' ', random, out);
        out.push('\t');
        letters(100, ' ', random, out);
        let texts = out.len() - texts - 2;
        let initial_bid = price(random);
        field(out, initial_bid);
        field(out, initial_bid + price(random));
        let date_time = self.date_time(number);
        field(out, date_time);
        field(out, date_time + 1 + random.u64(0..(2 * self.horizon(number)).max(1)));
        field(out, ids::seller(number, random));
        field(out, FIRST_CATEGORY + random.u64(0..CATEGORIES));
        fill(AUCTION_BYTES, texts + 7 * 8, random, out);
    }

    pub(super) fn write_bid(&self, number: u64, random: &mut Rng, out: &mut String) {
        out.push('B');
        field(out, ids::auction(number, random));
        field(out, ids::bidder(number, random));
        field(out, price(random));
        let (channel, url) = self.channels.draw(random);
        field(out, channel);
        field(out, url);
        field(out, self.date_time(number));
        fill(BID_BYTES, 4 * 8, random, out);
    }

    /// The time from event `number` until as many new auctions have opened as are open at a time.
    fn horizon(&self, number: u64) -> u64 {
        let ahead = ids::IN_FLIGHT * ids::EPOCH / ids::AUCTIONS;
        self.date_time(number + ahead) - self.date_time(number)
    }
}

fn one_of<'a>(texts: &[&'a str], random: &mut Rng) -> &'a str {
    texts[random.usize(0..texts.len())]
}

/// A price from 100 to 10^8 cents, with an evenly distributed logarithm.
#[expect(clippy::cast_sign_loss, reason = "it is at least 100")]
fn price(random: &mut Rng) -> u64 {
    (100.0 * 10_f64.powf(random.f64() * 6.0)).round() as u64
}

/// Appends at least three and fewer than `most` letters, of which one in 13 is a space. Spaces at
/// the ends are left out.
pub(super) fn letters(most: usize, space: char, random: &mut Rng, out: &mut String) {
    let length = 3 + random.usize(0..most - 3);
    let start = out.len();
    for _ in 0..length {
        let is_space = random.u8(0..13) == 0;
        if !is_space {
            out.push(random.lowercase());
        } else if space != ' ' || out.len() > start {
            out.push(space);
        }
    }
    out.truncate(out.trim_end_matches(' ').len().max(start));
}

/// Appends the last field. It has as many letters as an event of `has` bytes needs to reach
/// `average` bytes, with a random deviation of up to a fifth.
fn fill(average: usize, has: usize, random: &mut Rng, out: &mut String) {
    out.push('\t');
    let lacks = average.saturating_sub(has);
    let length = lacks * 4 / 5 + random.usize(0..(lacks * 2 / 5).max(1));
    // Each random number yields ten letters, because texts are most of an event.
    let mut left = length;
    while left > 0 {
        let mut draw = random.u64(..);
        for _ in 0..left.min(10) {
            out.push(char::from(b'a' + (draw % 26) as u8));
            draw /= 26;
        }
        left -= left.min(10);
    }
}
