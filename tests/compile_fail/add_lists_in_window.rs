//! `+` on a type without it, over a window.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999)
            |> map(|line| (line.len(), vec![line.len()]))
            |> reduce_by_key(+)
            |> window(30s, 10s)
            |> pprint
    };
}
