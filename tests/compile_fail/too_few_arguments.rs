//! An operator without its function argument.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map |> pprint
    };
}
