//! Two operators with the same slot.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        let pairs = memory([[(1, 2)]]);
        pairs |> update_state_by_key(|new, _| new.first().copied(), slot = "latest") |> pprint;
        pairs |> update_state_by_key(|new, _| new.last().copied(), slot = "latest") |> pprint;
    };
}
