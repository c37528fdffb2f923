//! A captured variable that an output changes.

use streamdsl::prelude::*;

fn main() {
    let mut all: Vec<i32> = Vec::new();
    let _ = stream! {
        memory([[1, 2]]) |> foreach_batch(|batch| all.extend(batch.collect()))
    };
}
