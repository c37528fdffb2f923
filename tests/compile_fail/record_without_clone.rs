//! A record that cannot be cloned.

use streamdsl::prelude::*;

#[derive(Record)]
struct Place {
    name: String,
}

fn main() {
    let _ = Place { name: "a".into() };
}
