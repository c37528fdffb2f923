//! A field of another crate's type, without a codec and with one that does not fit.

use streamdsl::prelude::*;
use streamdsl::record::AsText;

struct Foreign;

#[derive(Clone, Record)]
struct Plain {
    path: std::path::PathBuf,
}

#[derive(Clone, Record)]
struct Text {
    #[streamdsl(with = AsText)]
    path: std::path::PathBuf,
}

#[derive(Key)]
struct Unclonable {
    id: u32,
}

fn main() {
    let _ = stream! {
        memory([[1]]) |> pprint
    };
}
