//! A `?` where nothing can fail.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| line.parse::<u32>()?) |> pprint
    };
}
