//! A window over a window that is emitted less often.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> window(30s, 10s) |> window(15s) |> pprint
    };
}
