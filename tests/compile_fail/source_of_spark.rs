//! A source in the way of Spark.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socketTextStream("localhost", 9999) |> pprint
    };
}
