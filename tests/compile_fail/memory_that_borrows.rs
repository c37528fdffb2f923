//! Batches that borrow from a local variable.

use streamdsl::prelude::*;

fn main() {
    let text = String::from("to be");
    let _ = stream! {
        memory([[text.as_str()]]) |> pprint
    };
}
