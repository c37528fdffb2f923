//! A record that borrows from two things.

use streamdsl::prelude::*;

#[derive(Clone, Record)]
struct Visit<'a, 'b> {
    url: &'a str,
    from: &'b str,
}

fn main() {}
