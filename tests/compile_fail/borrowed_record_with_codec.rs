//! A record that borrows, with a field that has a codec.

use streamdsl::prelude::*;
use streamdsl::record::AsText;

#[derive(Clone, Record)]
struct Visit<'a> {
    url: &'a str,
    #[streamdsl(with = AsText)]
    from: std::net::SocketAddr,
}

fn main() {}
