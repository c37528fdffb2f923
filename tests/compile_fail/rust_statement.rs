//! A Rust statement in a program.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        for line in socket("localhost", 9999) {}
    };
}
