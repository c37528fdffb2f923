//! An operator in the way of Scala.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1, 2]]) |> reduce(_ + _) |> pprint
    };
}
