//! A program without a chain.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = 1s;
    };
}
