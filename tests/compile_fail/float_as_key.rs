//! A key of a type that cannot be a key.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| (line.len() as f64, 1)) |> reduce_by_key(+) |> pprint
    };
}
