//! A stream instead of an operator.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let errors = socket("localhost", 9998);
        socket("localhost", 9999) |> errors |> pprint;
    };
}
