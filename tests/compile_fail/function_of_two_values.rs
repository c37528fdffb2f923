//! A function of two values where one is given.

use streamdsl::prelude::*;

fn longer<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.len() > b.len() { a } else { b }
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(longer) |> pprint
    };
}
