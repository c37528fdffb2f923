//! A captured value that is moved out with the first record.

use streamdsl::prelude::*;

fn main() {
    let names = vec![String::from("a")];
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| (line, drop(names))) |> pprint
    };
}
