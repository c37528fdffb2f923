//! The state that queries 4 and 6 keep for an auction while bids for it may arrive.

use streamdsl::prelude::*;

use crate::model::Event;

/// The data of an auction in an event.
#[derive(Clone, Record)]
pub(super) enum News {
    Opens { category: u64, seller: u64, reserve: u64, date_time: u64, expires: u64 },
    Bid { price: u64, date_time: u64 },
}

/// The data of a line, with its auction.
pub(super) fn news(line: &str) -> Option<(u64, News)> {
    match Event::parse(line)? {
        Event::Auction(auction) => {
            let opens = News::Opens {
                category: auction.category,
                seller: auction.seller,
                reserve: auction.reserve,
                date_time: auction.date_time,
                expires: auction.expires,
            };
            Some((auction.id, opens))
        }
        Event::Bid(bid) => {
            Some((bid.auction, News::Bid { price: bid.price, date_time: bid.date_time }))
        }
        Event::Person(_) => None,
    }
}

/// An open auction with its best bid.
#[derive(Clone, Record)]
pub(super) struct Offer {
    pub(super) category: u64,
    pub(super) seller: u64,
    pub(super) reserve: u64,
    pub(super) date_time: u64,
    pub(super) expires: u64,
    /// The price of the best bid, and its time.
    pub(super) best: Option<(u64, u64)>,
    /// The price of the best bid before this batch.
    pub(super) before: Option<u64>,
    /// Whether no more bids can arrive.
    pub(super) closed: bool,
}

impl Offer {
    /// The state after the data of a batch, which may have any order. Returns `None` if there is
    /// nothing to keep: the auction is not open yet, so the bids came too early, or it has been
    /// closed before.
    pub(super) fn follow(
        news: &[News],
        offer: Option<Offer>,
        counts: impl Fn(&Offer, u64, u64) -> bool,
        closes: impl Fn(&Offer) -> bool,
    ) -> Option<Offer> {
        let mut offer = offer.or_else(|| news.iter().find_map(Offer::open))?;
        if offer.closed {
            return None;
        }
        offer.before = offer.best.map(|(price, _)| price);
        for (price, date_time) in news.iter().filter_map(News::bid) {
            let is_better =
                offer.best.is_none_or(|(best, at)| price > best || price == best && date_time < at);
            if is_better && counts(&offer, price, date_time) {
                offer.best = Some((price, date_time));
            }
        }
        offer.closed = closes(&offer);
        Some(offer)
    }

    fn open(news: &News) -> Option<Offer> {
        let &News::Opens { category, seller, reserve, date_time, expires } = news else {
            return None;
        };
        let (best, before, closed) = (None, None, false);
        Some(Offer { category, seller, reserve, date_time, expires, best, before, closed })
    }
}

impl News {
    fn bid(&self) -> Option<(u64, u64)> {
        match *self {
            News::Bid { price, date_time } => Some((price, date_time)),
            News::Opens { .. } => None,
        }
    }
}
