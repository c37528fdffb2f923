//! A combined value that borrows from the input.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| (line.len(), line)) |> reduce_by_key(max) |> pprint
    };
}
