//! A batch interval that is not a duration.

use streamdsl::prelude::*;

fn main() {
    let seconds = 30;
    let _ = stream! {
        batch_interval = seconds;
        memory([[1]]) |> pprint;
    };
}
