//! A duration in the way of Spark.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([[1]]) |> window(Seconds(30)) |> pprint
    };
}
