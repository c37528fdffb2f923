//! A record with a field of a type that derives nothing.

use streamdsl::prelude::*;

#[derive(Clone)]
struct Name(String);

#[derive(Clone, Record)]
struct Place {
    name: Option<Name>,
}

fn main() {
    let _ = Place { name: Some(Name(String::new())) };
}
