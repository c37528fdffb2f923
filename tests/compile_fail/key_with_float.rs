//! A key with a field that is none.

use streamdsl::prelude::*;

#[derive(Clone, Key)]
struct Place {
    name: String,
    height: f64,
}

fn main() {
    let _ = stream! {
        memory([[Place { name: String::new(), height: 1.0 }]])
            |> count_by_value
            |> filter(|(place, _)| place.height > 1000.0)
            |> map(|(place, n)| (place.name, n))
            |> pprint
    };
}
