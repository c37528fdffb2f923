//! Which people and auctions exist when an event happens, and which of them it is about.

use fastrand::Rng;

/// So many events have one person and [`AUCTIONS`] auctions among them, and bids otherwise.
pub(super) const EPOCH: u64 = 50;
/// The auctions among them.
pub(super) const AUCTIONS: u64 = 3;
/// The first person and the first auction.
pub(super) const FIRST: u64 = 1000;
/// How many auctions are open at a time, about.
pub(super) const IN_FLIGHT: u64 = 100;

/// How many people are active at a time.
const ACTIVE: u64 = 1000;
/// How far ahead of what exists a reference may be.
const LEAD: u64 = 10;
/// Of so many people or auctions one is hot at a time.
const HOT_BLOCK: u64 = 100;

/// The person that was registered last, counted from 0.
pub(super) fn last_person(number: u64) -> u64 {
    number / EPOCH
}

/// The auction that was opened last, counted from 0; of the first event of all, the first one.
pub(super) fn last_auction(number: u64) -> u64 {
    let before = number / EPOCH * AUCTIONS;
    (before + (number % EPOCH).min(AUCTIONS)).saturating_sub(1)
}

/// Somebody who is active, or will soon be registered.
fn any_person(number: u64, random: &mut Rng) -> u64 {
    let people = last_person(number) + 1;
    let active = people.min(ACTIVE);
    people - active + random.u64(0..active + LEAD)
}

/// The seller of an auction: three times of four the hot one.
pub(super) fn seller(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK
        } else {
            any_person(number, random)
        }
}

/// Who bids: three times of four the hot one, who is never the hot seller.
pub(super) fn bidder(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK + 1
        } else {
            any_person(number, random)
        }
}

/// What is bid on: every other time the hot auction.
pub(super) fn auction(number: u64, random: &mut Rng) -> u64 {
    let last = last_auction(number);
    FIRST
        + if random.bool() {
            last / HOT_BLOCK * HOT_BLOCK
        } else {
            let oldest = last.saturating_sub(IN_FLIGHT);
            oldest + random.u64(0..=last - oldest + LEAD)
        }
}
