//! Normalises the lines of an access log and counts the requests of each browser.
//!
//! Lines from different servers spell the same thing differently: methods, paths and browsers come in
//! any case, and paths may end with a slash. The program makes clean text in the arena, so that no
//! record costs an allocation. It prints the most frequent request of the last minute, and the
//! browsers.
//!
//! ```text
//! cargo run --example normalised_log
//! ```

use streamdsl::prelude::*;

/// Some lines: method, path and browser.
const LINES: [&str; 6] = [
    "GET /Shop/ Firefox/130.0",
    "get /shop firefox/131.0",
    "POST /Shop/Cart Safari/17.6",
    "GET /SHOP Firefox/130.0",
    "broken",
    "Get /shop/cart/ SAFARI/17.5",
];

/// A request that borrows from its line or from the arena.
type Request<'a> = (&'a str, &'a str);

/// The browser without its version, and what it asked for: `("firefox", "get /shop")`.
fn request<'a>(line: &str, arena: &'a Arena) -> Option<Request<'a>> {
    let mut fields = arena.lower(line).split(' ');
    let (method, path, browser) = (fields.next()?, fields.next()?, fields.next()?);
    let asked = arena.join([method, path.trim_end_matches('/')], " ");
    Some((browser.split('/').next()?, asked))
}

fn main() -> streamdsl::Result<()> {
    let job = stream! {
        let requests = memory([LINES]) |> flat_map(|line, arena| request(line, arena));
        requests |> count_by_value_and_window(60s, 1s) |> top(1, |(_, n)| *n) |> pprint;
        requests |> keys |> reduce_by_key(+) |> sort_by(|(browser, _)| browser.to_string()) |> pprint;
    };
    streamdsl::testing::run(job)
}
