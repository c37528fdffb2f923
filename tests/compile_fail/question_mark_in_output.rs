//! A `?` in the function of an output that ends without `Ok(())`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> foreach_batch(|batch| {
            std::fs::write("last", format!("{}", batch.len()))?;
        })
    };
}
