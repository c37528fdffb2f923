//! A source whose records have a type that nothing tells.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        object_file("counts") |> pprint
    };
}
