//! Records that cannot be printed.

use streamdsl::prelude::*;

struct Click {
    _size: usize,
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| Click { _size: line.len() }) |> pprint
    };
}
