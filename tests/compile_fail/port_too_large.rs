//! A port number that does not exist.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 99999) |> pprint
    };
}
