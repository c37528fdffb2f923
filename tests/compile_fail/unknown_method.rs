//! A misspelt method inside a closure.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> map(|line| line.lenn()) |> pprint
    };
}
