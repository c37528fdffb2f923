//! A `|` instead of a `|>`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) | pprint
    };
}
