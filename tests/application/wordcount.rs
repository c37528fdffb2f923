//! An application crate around `stream!`.

use streamdsl::prelude::*;

fn main() -> streamdsl::Result<()> {
    streamdsl::testing::run(stream! {
        batch_interval = 1s;
        memory([vec!["to be", "or not"], vec!["to be", "be"]])
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(2s, 1s)
            |> filter(|(word, _)| *word == "be")
            |> map(|(word, count)| (word, if count > 3 { 3 } else { count }))
            |> pprint
    })
}
