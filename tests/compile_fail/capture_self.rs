//! A program in a method that borrows `self`.

use streamdsl::pipeline::Pipeline;
use streamdsl::prelude::*;

struct Filter {
    shortest: usize,
}

impl Filter {
    fn job(&self) -> Pipeline {
        stream! {
            socket("localhost", 9999)
                |> flat_map(split)
                |> filter(|word| word.len() >= self.shortest)
                |> pprint
        }
    }
}

fn main() {
    let _ = Filter { shortest: 3 }.job();
}
