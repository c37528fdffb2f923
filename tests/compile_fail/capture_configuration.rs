//! A program that borrows an argument of the function that it stands in.

use streamdsl::pipeline::Pipeline;
use streamdsl::prelude::*;

struct Config {
    shortest: usize,
}

fn job(config: &Config) -> Pipeline {
    stream! {
        socket("localhost", 9999)
            |> flat_map(split)
            |> filter(|word| word.len() >= config.shortest)
            |> pprint
    }
}

fn main() {
    let _ = job(&Config { shortest: 3 });
}
