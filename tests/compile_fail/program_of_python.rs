//! A program as one writes it in Python.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        ssc.socket("localhost", 9999)
            |> flat_map(lambda line: line.split(" "))
            |> reduce_by_key(lambda a, b: a + b)
            |> pprint;
        def longer(a, b): return a if len(a) > len(b) else b
    };
}
