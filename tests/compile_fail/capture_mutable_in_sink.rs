//! A captured variable that is changed by an output.

use streamdsl::prelude::*;

fn main() {
    let mut all: Vec<i32> = Vec::new();
    let _ = stream! {
        memory([[1, 2]]) |> foreach_batch(|batch| all.extend(batch.collect()))
    };
}
