//! Records that cannot be written as text.

use streamdsl::prelude::*;

struct Seen;

fn main() {
    let _ = stream! {
        memory([[1]]) |> map(|_| Seen) |> save_as_text_files("out/seen")
    };
}
