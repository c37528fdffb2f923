//! A state of a type that cannot be saved.

use streamdsl::prelude::*;

#[derive(Clone, Debug)]
struct Seen;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]]) |> update_state_by_key(|_, seen| Some(seen.unwrap_or(Seen))) |> pprint
    };
}
