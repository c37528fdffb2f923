//! An owned form of a record that borrows nothing.

use streamdsl::prelude::*;

#[derive(Clone, Record)]
#[streamdsl(owned = OwnedVisit)]
struct Visit {
    url: String,
}

fn main() {}
