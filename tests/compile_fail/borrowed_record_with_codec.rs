//! A record that borrows, with a field that has a codec.

use streamdsl::prelude::*;

#[derive(Clone, Record)]
struct Visit<'a> {
    url: &'a str,
    #[streamdsl(with = streamdsl::record::AsText)]
    from: std::net::SocketAddr,
}

fn main() {}
