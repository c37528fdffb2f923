//! A captured cell, which only one thread may use.

use std::cell::Cell;

use streamdsl::prelude::*;

fn main() {
    let seen = Cell::new(0);
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| seen.set(seen.get() + line.len())) |> pprint
    };
}
