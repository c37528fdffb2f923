//! The events, as they are read from lines of text: numbers are parsed, texts borrow from the line.
//!
//! A line is one event. It begins with `P`, `A` or `B` for the kind; the other fields follow in the
//! order of the struct. Tabs separate the fields. Times are milliseconds, prices are cents.

use std::str::{FromStr, Split};

/// A person registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// The number of the person.
    pub id: u64,
    /// First and last name.
    pub name: &'a str,
    /// The e-mail address.
    pub email_address: &'a str,
    /// The credit card: four groups of four digits.
    pub credit_card: &'a str,
    /// The city.
    pub city: &'a str,
    /// The state: two upper-case letters.
    pub state: &'a str,
    /// The time of the event.
    pub date_time: u64,
    /// Text that fills the event up to its size.
    pub extra: &'a str,
}

/// A person opens an auction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auction<'a> {
    /// The number of the auction.
    pub id: u64,
    /// The item for sale.
    pub item_name: &'a str,
    /// The description of the item.
    pub description: &'a str,
    /// The first price.
    pub initial_bid: u64,
    /// The reserve: below this price, the item is not sold.
    pub reserve: u64,
    /// The time at which it opens.
    pub date_time: u64,
    /// The time at which it ends.
    pub expires: u64,
    /// The person who sells.
    pub seller: u64,
    /// The category, 10 to 14.
    pub category: u64,
    /// Text that fills the event up to its size.
    pub extra: &'a str,
}

/// A person bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bid<'a> {
    /// The auction.
    pub auction: u64,
    /// The person who bids.
    pub bidder: u64,
    /// The price.
    pub price: u64,
    /// The channel of the bid.
    pub channel: &'a str,
    /// The address of the channel.
    pub url: &'a str,
    /// The time of the bid.
    pub date_time: u64,
    /// Text that fills the event up to its size.
    pub extra: &'a str,
}

/// An event of one of the three kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// A person registers.
    Person(Person<'a>),
    /// A person opens an auction.
    Auction(Auction<'a>),
    /// A person bids.
    Bid(Bid<'a>),
}

impl<'a> Event<'a> {
    /// Parses a line. Returns `None` if it is not an event.
    pub fn parse(line: &'a str) -> Option<Self> {
        match line.as_bytes().first()? {
            b'P' => Person::parse(line).map(Event::Person),
            b'A' => Auction::parse(line).map(Event::Auction),
            b'B' => Bid::parse(line).map(Event::Bid),
            _ => None,
        }
    }

    /// The time of the event.
    pub fn date_time(&self) -> u64 {
        match self {
            Event::Person(person) => person.date_time,
            Event::Auction(auction) => auction.date_time,
            Event::Bid(bid) => bid.date_time,
        }
    }
}

impl<'a> Person<'a> {
    /// Parses a line. Returns `None` if it is another kind of event.
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
    /// Parses a line. Returns `None` if it is another kind of event.
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
    /// Parses a line. Returns `None` if it is another kind of event.
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

/// The fields of a line that have not been read yet.
struct Fields<'a>(Split<'a, char>);

impl<'a> Fields<'a> {
    /// The fields after the kind, if it is the given kind.
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
