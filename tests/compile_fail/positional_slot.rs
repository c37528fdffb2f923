//! A slot without its name.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> update_state_by_key(|new, _| new.first().copied(), "latest") |> pprint
    };
}
