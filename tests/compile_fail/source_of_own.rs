//! Functions that make no source, or do not exist.

use streamdsl::prelude::*;

fn list(n: u32) -> Vec<u32> {
    vec![n]
}

fn feed(n: u32) -> streamdsl::source::MemorySource<u32> {
    streamdsl::source::memory([[n]])
}

fn main() {
    let _ = stream! {
        list(3) |> pprint
    };
    let _ = stream! {
        self::feed("3") |> pprint
    };
    let _ = stream! {
        my_connector(3) |> pprint
    };
    let _ = stream! {
        text_file("a.txt").lines_per_bach(3) |> pprint
    };
}
