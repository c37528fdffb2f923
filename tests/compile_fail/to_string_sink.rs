//! A sink that is none.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> to("out.txt")
    };
}
