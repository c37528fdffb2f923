//! A closure annotated with another type.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line: String| line.len()) |> pprint
    };
}
