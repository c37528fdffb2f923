//! An operator as Scala spells it.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> flatMap(split) |> reduceByKey(+) |> pprint
    };
}
