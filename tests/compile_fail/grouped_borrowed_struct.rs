//! Grouped structs that borrow from their line and derive nothing.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen<'a>(&'a str);

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| (line.len(), Seen(line))) |> group_by_key |> pprint
    };
}
