//! Text of the arena that a closure sends away.

use std::sync::mpsc;

use streamdsl::prelude::*;

fn main() {
    let (sender, _receiver) = mpsc::channel::<&str>();
    let _ = stream! {
        memory([["a"]])
            |> flat_map(move |text, arena| {
                sender.send(arena.upper(text)).unwrap();
                [text]
            })
            |> pprint
    };
}
