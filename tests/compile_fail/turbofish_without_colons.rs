//! Types without `::`.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map<&str, usize>(str::len) |> pprint
    };
}
