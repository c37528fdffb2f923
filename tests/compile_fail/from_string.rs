//! A source that is none.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        from("localhost:9999") |> pprint
    };
}
