//! State for records that are not pairs.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999)
            |> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()))
            |> pprint
    };
}
