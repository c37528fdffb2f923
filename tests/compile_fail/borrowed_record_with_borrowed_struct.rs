//! A record that borrows, with a field that borrows and derives nothing.

use streamdsl::prelude::*;

struct Name<'a>(&'a str);

#[derive(Record)]
struct Place<'a> {
    name: Name<'a>,
    street: &'a str,
}

fn main() {
    let _ = Place { name: Name(""), street: "" };
}
