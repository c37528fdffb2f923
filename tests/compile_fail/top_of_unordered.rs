//! `top` of records without an order.

use streamdsl::prelude::*;

#[derive(Clone, Debug, Record)]
struct Click {
    user: u32,
}

fn main() {
    let _ = stream! {
        memory([[Click { user: 1 }]]) |> top(3) |> pprint
    };
}
