//! Joins two streams whose records do not arrive at the same time.
//!
//! ```text
//! cargo run --example windowed_join
//! ```
//!
//! An advertisement is shown, and a moment later a user may click on it. The program joins each
//! click with the advertisements that were shown in the last three seconds, by the number of the
//! advertisement. A click on an advertisement that was not shown recently is suspicious. The
//! program prints the clicks of each second: the number, the user, and the place where it was
//! shown, or `None`.

use streamdsl::prelude::*;

fn main() -> streamdsl::Result<()> {
    let shown = [vec![(1, "news"), (2, "mail")], vec![(3, "news")], vec![], vec![], vec![]];
    let clicked = [vec![(1, "ann")], vec![(2, "bob")], vec![(1, "eve")], vec![(2, "bot")], vec![]];
    let job = stream! {
        let shown = memory(shown) |> window(3s, 1s);
        memory(clicked) |> left_outer_join(shown) |> pprint;
    };
    streamdsl::testing::run(job)
}
