//! A string instead of a source.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        from("localhost:9999") |> pprint
    };
}
