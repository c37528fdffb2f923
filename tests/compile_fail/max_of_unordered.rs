//! `max` of values without an order.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Mode(Option<u32>);

fn main() {
    let _ = stream! {
        memory([[Some(1)]]) |> map(Mode) |> reduce(max) |> pprint
    };
}
