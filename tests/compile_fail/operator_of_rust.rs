//! A method of iterators.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> sum |> pprint
    };
}
