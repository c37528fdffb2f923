//! An output function of three values.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> foreach_batch(|batch, time, index| println!("{time} {index} {}", batch.len()))
    };
}
