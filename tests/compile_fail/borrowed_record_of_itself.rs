//! A record that borrows and contains itself.

use streamdsl::prelude::*;

#[derive(Clone, Record)]
struct Tree<'a> {
    name: &'a str,
    branches: Vec<Tree<'a>>,
}

fn main() {
    let _ = Tree { name: "", branches: vec![] };
}
