//! An application crate of an older edition that imports `streamdsl` under another name.

use dsl::prelude::*;

/// A word that has a language.
#[derive(Clone, Debug, PartialEq, Record)]
#[streamdsl(crate = dsl)]
struct Word {
    text: String,
    language: u8,
}

/// A program inside the application's own macro.
macro_rules! count_words {
    ($source:expr) => {
        dsl::stream! {
            let words = memory($source) |> flat_map(split) |> filter(|word| *word == "be");
            words |> window(2s) |> count_by_value |> map(|(word, n)| (word, n.min(3))) |> pprint;
            words
                |> map(|word| Word { text: word.to_owned(), language: 1 })
                |> foreach_batch(|batch| {
                    let languages: u64 = batch.iter().map(|word| u64::from(word.language)).sum();
                    assert_eq!(languages, batch.len() as u64);
                    assert!(batch.iter().all(|word| word.text == "be"));
                });
        }
    };
}

fn main() -> dsl::Result<()> {
    let job = count_words!([vec!["to be", "or not"], vec!["to be", "be"]]);
    dsl::testing::run(job)
}
