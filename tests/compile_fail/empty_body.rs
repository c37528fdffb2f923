//! A program without anything in it.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {};
}
