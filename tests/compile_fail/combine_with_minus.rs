//! A combining operator that depends on the order of the values.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(str::len) |> reduce(-) |> pprint
    };
}
