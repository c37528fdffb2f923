//! A captured variable that is changed.

use streamdsl::prelude::*;

fn main() {
    let mut total = 0;
    let _ = stream! {
        socket("localhost", 9999)
            |> map(|line| {
                total += line.len();
                total
            })
            |> pprint
    };
}
