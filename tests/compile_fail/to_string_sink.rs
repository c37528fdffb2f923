//! A string instead of a sink.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> to("out.txt")
    };
}
