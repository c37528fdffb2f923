//! A `transform` to something that is not an iterator.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> transform(|batch| batch.len()) |> pprint
    };
}
