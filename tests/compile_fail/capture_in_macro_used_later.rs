//! A captured variable in the call of a macro, that is used behind the program as well.

use streamdsl::prelude::*;

fn main() {
    let name = String::from("a");
    let _ = stream! {
        memory([[1, 2]]) |> map(|n| format!("{} {n}", name)) |> pprint
    };
    println!("{name}");
}
