//! A struct that is not a pair, in `reduce_by_key`.

use streamdsl::prelude::*;

#[derive(Debug)]
struct Click<'a> {
    _page: &'a str,
}

fn click(line: &str) -> Click<'_> {
    Click { _page: line }
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(click) |> reduce_by_key(+) |> pprint
    };
}
