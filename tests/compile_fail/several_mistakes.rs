//! Every mistake is reported at once.

use streamdsl::prelude::*;

fn main() {
    let _ = stream! {
        batch_interval = 0s;
        let words = socket("localhost", 9999) |> flat_mpa(split);
        let lengths = memory([[1]]) |> map(str::len);
        words |> window(30) |> pprint(1, 2);
        memory([[1]]) |> count;
        memory([[1]]) |> pprint |> count;
    };
}
