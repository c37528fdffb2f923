//! A record that borrows, with a field of a type that derives nothing.

use streamdsl::prelude::*;

#[derive(Clone)]
struct Name(String);

#[derive(Clone, Record)]
struct Place<'a> {
    name: Name,
    street: &'a str,
}

fn main() {
    let _ = Place { name: Name(String::new()), street: "" };
}
