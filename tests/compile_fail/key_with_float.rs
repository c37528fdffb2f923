//! A key with a field that is none.

use streamdsl::prelude::*;

#[derive(Clone, Key)]
struct Place {
    name: String,
    height: f64,
}

fn main() {
    let _ = Place { name: String::new(), height: 1.0 };
}
