//! A key with a field of a type that derives nothing.

use streamdsl::prelude::*;

#[derive(Clone)]
struct Name(String);

#[derive(Clone, Key)]
struct Place {
    name: Option<Name>,
    floor: u32,
}

fn main() {
    let _ = Place { name: Some(Name(String::new())), floor: 1 };
}
