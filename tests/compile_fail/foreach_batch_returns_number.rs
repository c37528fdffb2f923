//! An output function that returns a value.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> foreach_batch(|batch| batch.len())
    };
}
