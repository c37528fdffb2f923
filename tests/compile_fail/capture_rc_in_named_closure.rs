//! A closure bound to a name, with a value that cannot be shared by threads.

use std::rc::Rc;

use streamdsl::prelude::*;

fn main() {
    let stop = Rc::new(vec![String::from("the")]);
    let known = move |word: &&str| stop.contains(&word.to_string());
    let _ = stream! {
        socket("localhost", 9999) |> filter(known) |> pprint
    };
}
