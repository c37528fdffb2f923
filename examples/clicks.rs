//! Your own structs, as records, as keys and as values.
//!
//! ```text
//! cargo run --example clicks
//! ```
//!
//! Each line of an access log becomes a `Click`, which borrows its texts from the line. So
//! `try_map`, `filter` and `map` copy nothing. Its `Route` is a key that also borrows. The table
//! copies a key only when it sees it for the first time. The program counts each route in an owned
//! `Times`. It prints the slowest routes of each batch, and the lines that are not clicks.

use streamdsl::prelude::*;

/// A request of one line. No operator keeps it, so it needs no derive of this library.
#[derive(Clone, Copy)]
struct Click<'a> {
    user: &'a str,
    route: Route<'a>,
    status: u16,
    millis: u32,
}

/// The key by which requests are grouped.
#[derive(Clone, Copy, Debug, Key)]
struct Route<'a> {
    method: Method,
    path: &'a str,
}

#[derive(Clone, Copy, Debug, Key)]
enum Method {
    Get,
    Post,
}

/// The value that is kept for each route.
#[derive(Clone, Copy, Debug, Record)]
struct Times {
    requests: u32,
    slowest: u32,
}

impl Times {
    fn and(self, other: Self) -> Self {
        Self { requests: self.requests + other.requests, slowest: self.slowest.max(other.slowest) }
    }
}

impl<'a> Click<'a> {
    /// `ann GET /start 200 12`
    fn parse(line: &'a str) -> Result<Self, String> {
        let fields: Vec<&str> = split(line).collect();
        let [user, method, path, status, millis] = fields[..] else {
            return Err(format!("{} fields, not 5", fields.len()));
        };
        let method = match method {
            "GET" => Method::Get,
            "POST" => Method::Post,
            other => return Err(format!("no such method: {other}")),
        };
        let status = status.parse().map_err(|error| format!("status {status}: {error}"))?;
        let millis = millis.parse().map_err(|error| format!("time {millis}: {error}"))?;
        Ok(Self { user, route: Route { method, path }, status, millis })
    }
}

const LOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/access.log");

fn main() -> streamdsl::Result<()> {
    let job = stream! {
        let clicks = text_file(LOG, lines_per_batch = 8) |> try_map(Click::parse);
        clicks
            |> filter(|click| click.status < 500 && click.user != "eve")
            |> map(|click| (click.route, Times { requests: 1, slowest: click.millis }))
            |> reduce_by_key(Times::and)
            |> map(|(route, times)| (format!("{:?} {}", route.method, route.path), times))
            |> top(3, |(_, times)| times.slowest)
            |> pprint;
        clicks |> failures |> foreach_batch(|batch| {
            for (line, reason) in batch {
                println!("not a click: {line:?}: {reason}");
            }
        });
    };
    streamdsl::testing::run(job)
}
