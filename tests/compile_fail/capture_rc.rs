//! A captured value that cannot be shared by threads.

use std::rc::Rc;

use streamdsl::prelude::*;

fn main() {
    let stop = Rc::new(vec![String::from("the")]);
    let _ = stream! {
        socket("localhost", 9999) |> filter(|word| !stop.contains(&word.to_string())) |> pprint
    };
}
