//! A list of something else than sources.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        union_all(vec![1, 2]) |> pprint
    };
}
