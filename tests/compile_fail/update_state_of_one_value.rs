//! A function of the new values only.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[("a", 1)]]) |> update_state_by_key(|new| Some(new.len())) |> pprint
    };
}
