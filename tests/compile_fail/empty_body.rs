//! An empty program.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {};
}
