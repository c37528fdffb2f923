//! Text of the arena that a thread uses.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        memory([["a".to_owned()]])
            |> map(|text, arena| {
                let lower = arena.lower(&text);
                std::thread::spawn(move || println!("{lower}"));
                text
            })
            |> pprint
    };
}
