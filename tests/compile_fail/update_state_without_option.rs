//! A state function that does not return an option.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[(1, 2)]])
            |> update_state_by_key(|new, total: Option<i32>| total.unwrap_or(0) + new.iter().sum::<i32>())
            |> pprint
    };
}
