//! Text of the arena that a closure keeps beyond the page.

use std::sync::Mutex;

use streamdsl::prelude::*;

fn main() {
    let kept: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    let _ = stream! {
        memory([["a"]])
            |> map(move |text, arena| {
                let lower = arena.lower(text);
                kept.lock().unwrap().push(lower);
                lower
            })
            |> pprint
    };
}
