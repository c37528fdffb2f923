//! Chooses the people and auctions of an event among those that exist at its time.

use fastrand::Rng;

/// This many consecutive events contain one person and [`AUCTIONS`] auctions; the others are bids.
pub(super) const EPOCH: u64 = 50;
/// The number of auctions among them.
pub(super) const AUCTIONS: u64 = 3;
/// The first person and the first auction.
pub(super) const FIRST: u64 = 1000;
/// About how many auctions are open at the same time.
pub(super) const IN_FLIGHT: u64 = 100;

/// How many people are active at the same time.
const ACTIVE: u64 = 1000;
/// How far a reference may be ahead of the items that exist.
const LEAD: u64 = 10;
/// One of this many people or auctions is hot at a time.
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

/// A person who is active, or will soon be registered.
fn any_person(number: u64, random: &mut Rng) -> u64 {
    let people = last_person(number) + 1;
    let active = people.min(ACTIVE);
    people - active + random.u64(0..active + LEAD)
}

/// The seller of an auction: in three of four cases the hot one.
pub(super) fn seller(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK
        } else {
            any_person(number, random)
        }
}

/// The bidder: in three of four cases the hot one, who is never the hot seller.
pub(super) fn bidder(number: u64, random: &mut Rng) -> u64 {
    FIRST
        + if random.u8(0..4) > 0 {
            last_person(number) / HOT_BLOCK * HOT_BLOCK + 1
        } else {
            any_person(number, random)
        }
}

/// The auction of a bid: in one of two cases the hot one.
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
