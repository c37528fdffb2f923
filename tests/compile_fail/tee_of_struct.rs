//! A stream used twice, of records that cannot be cloned.

use streamdsl::prelude::*;

#[derive(Debug)]
struct Seen;

fn main() {
    let _ = stream! {
        let seen = memory([[1]]) |> map(|_| Seen);
        seen |> count |> pprint;
        seen |> pprint;
    };
}
