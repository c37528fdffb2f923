//! A captured channel that only one thread can read.

use streamdsl::prelude::*;

fn main() {
    let (_, numbers) = std::sync::mpsc::channel::<i32>();
    let _ = stream! {
        memory([[1]]) |> map(|n| n + numbers.recv().unwrap()) |> pprint
    };
}
