//! A captured variable that a second program uses as well.

use streamdsl::prelude::*;

fn main() {
    let name = String::from("a");
    let _ = stream! { memory([[1, 2]]) |> map(|n| n + name.len()) |> pprint };
    let _ = stream! {
        memory([[1, 2]]) |> map(|n| n + name.len()) |> pprint
    };
}
