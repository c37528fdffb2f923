//! An operator that does not exist yet.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> session_window(30s) |> pprint
    };
}
