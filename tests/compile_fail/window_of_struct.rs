//! A window over records that cannot be kept.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen;

fn main() {
    let _ = stream! {
        memory([[1]]) |> map(|_| Seen) |> window(3s) |> pprint
    };
}
