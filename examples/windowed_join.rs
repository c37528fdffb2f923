//! Joins two streams that are not quite in step.
//!
//! ```text
//! cargo run --example windowed_join
//! ```
//!
//! An advertisement is shown, and a moment later somebody may click on it. Each click is joined with
//! what was shown during the last three seconds, by the number of the advertisement; a click on
//! something that was not shown lately is suspicious. The program prints the clicks of each second:
//! the number, who clicked, and where it was shown, or `None`.

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
