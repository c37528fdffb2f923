//! Slices of values that cannot be copied.

use streamdsl::prelude::*;

fn main() {
    static NAMES: [String; 1] = [String::new()];
    let _ = stream! {
        memory([[1, 2]]) |> map(|n| (n, &NAMES[..])) |> group_by_key |> pprint
    };
}
