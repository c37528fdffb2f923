//! A record that borrows, with an owned form of other fields.

use streamdsl::prelude::*;

#[derive(Clone, Record)]
struct OwnedVisit {
    url: String,
    host: u32,
}

#[derive(Clone, Record)]
#[streamdsl(owned = OwnedVisit)]
struct Visit<'a> {
    url: &'a str,
    host: &'a str,
}

fn main() {}
