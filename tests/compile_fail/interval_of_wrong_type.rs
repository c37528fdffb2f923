//! A batch interval that is no duration.

use streamdsl::prelude::*;

fn main() {
    let seconds = 30;
    let _ = stream! {
        batch_interval = seconds;
        memory([[1]]) |> pprint;
    };
}
