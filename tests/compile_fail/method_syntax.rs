//! Operators joined by dots.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999).flat_map(split).count().pprint()
    };
}
