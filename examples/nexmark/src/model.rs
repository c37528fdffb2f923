//! The events, as they are read from lines of text: numbers are parsed, texts borrow from the line.
//!
//! A line is one event, its fields separated by tabs, in the order of the fields of the struct,
//! after `P`, `A` or `B` for the kind. Times are milliseconds, prices are cents.

use std::str::{FromStr, Split};

/// Somebody registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Who it is.
    pub id: u64,
    /// First and last name.
    pub name: &'a str,
    /// Where mail goes.
    pub email_address: &'a str,
    /// Four groups of four digits.
    pub credit_card: &'a str,
    /// Where they live.
    pub city: &'a str,
    /// Two upper-case letters.
    pub state: &'a str,
    /// When it happens.
    pub date_time: u64,
    /// Fills the event up.
    pub extra: &'a str,
}

/// Somebody opens an auction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auction<'a> {
    /// Which auction it is.
    pub id: u64,
    /// What is sold.
    pub item_name: &'a str,
    /// More about it.
    pub description: &'a str,
    /// The first price.
    pub initial_bid: u64,
    /// The price below which it is not sold.
    pub reserve: u64,
    /// When it is opened.
    pub date_time: u64,
    /// When it ends.
    pub expires: u64,
    /// The person who sells.
    pub seller: u64,
    /// 10 to 14.
    pub category: u64,
    /// Fills the event up.
    pub extra: &'a str,
}

/// Somebody bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bid<'a> {
    /// The auction.
    pub auction: u64,
    /// The person who bids.
    pub bidder: u64,
    /// How much.
    pub price: u64,
    /// How the bid came in.
    pub channel: &'a str,
    /// Where it came in.
    pub url: &'a str,
    /// When it is made.
    pub date_time: u64,
    /// Fills the event up.
    pub extra: &'a str,
}

/// One of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// Somebody registers.
    Person(Person<'a>),
    /// Somebody opens an auction.
    Auction(Auction<'a>),
    /// Somebody bids.
    Bid(Bid<'a>),
}

impl<'a> Event<'a> {
    /// Parses a line; `None` if it is no event.
    pub fn parse(line: &'a str) -> Option<Self> {
        match line.as_bytes().first()? {
            b'P' => Person::parse(line).map(Event::Person),
            b'A' => Auction::parse(line).map(Event::Auction),
            b'B' => Bid::parse(line).map(Event::Bid),
            _ => None,
        }
    }

    /// When it happens.
    pub fn date_time(&self) -> u64 {
        match self {
            Event::Person(person) => person.date_time,
            Event::Auction(auction) => auction.date_time,
            Event::Bid(bid) => bid.date_time,
        }
    }
}

impl<'a> Person<'a> {
    /// Parses a line; `None` if it is something else.
    pub fn parse(line: &'a str) -> Option<Self> {
        let mut fields = Fields::of("P", line)?;
        Some(Person {
            id: fields.number()?,
            name: fields.text()?,
            email_address: fields.text()?,
            credit_card: fields.text()?,
            city: fields.text()?,
            state: fields.text()?,
            date_time: fields.number()?,
            extra: fields.text()?,
        })
    }
}

impl<'a> Auction<'a> {
    /// Parses a line; `None` if it is something else.
    pub fn parse(line: &'a str) -> Option<Self> {
        let mut fields = Fields::of("A", line)?;
        Some(Auction {
            id: fields.number()?,
            item_name: fields.text()?,
            description: fields.text()?,
            initial_bid: fields.number()?,
            reserve: fields.number()?,
            date_time: fields.number()?,
            expires: fields.number()?,
            seller: fields.number()?,
            category: fields.number()?,
            extra: fields.text()?,
        })
    }
}

impl<'a> Bid<'a> {
    /// Parses a line; `None` if it is something else.
    pub fn parse(line: &'a str) -> Option<Self> {
        let mut fields = Fields::of("B", line)?;
        Some(Bid {
            auction: fields.number()?,
            bidder: fields.number()?,
            price: fields.number()?,
            channel: fields.text()?,
            url: fields.text()?,
            date_time: fields.number()?,
            extra: fields.text()?,
        })
    }
}

/// The fields of a line that are not read yet.
struct Fields<'a>(Split<'a, char>);

impl<'a> Fields<'a> {
    /// Those after the kind, if it is this one.
    fn of(kind: &str, line: &'a str) -> Option<Self> {
        let mut fields = line.split('\t');
        (fields.next()? == kind).then_some(Fields(fields))
    }

    fn text(&mut self) -> Option<&'a str> {
        self.0.next()
    }

    fn number<T: FromStr>(&mut self) -> Option<T> {
        self.text()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_what_it_is_and_as_nothing_else() {
        let line = "B\t1000\t1001\t250\tApple\thttps://x\t77\tfill";
        let bid = Bid {
            auction: 1000,
            bidder: 1001,
            price: 250,
            channel: "Apple",
            url: "https://x",
            date_time: 77,
            extra: "fill",
        };
        assert_eq!(Event::parse(line), Some(Event::Bid(bid)));
        assert_eq!(Auction::parse(line), None);
        assert_eq!(Person::parse(line), None);
        for broken in ["", "X\t1", "B", "B\tx\t1001\t250\ta\tb\t77\t", "B\t1\t2\t3\ta\tb"] {
            assert_eq!(Event::parse(broken), None, "{broken:?}");
        }
    }
}
