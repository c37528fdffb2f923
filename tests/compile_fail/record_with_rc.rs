//! A record with a field that cannot go to another thread.

use std::rc::Rc;

use streamdsl::prelude::*;

#[derive(Clone, Record)]
struct Place {
    name: Rc<str>,
}

fn main() {
    let _ = Place { name: "a".into() };
}
