//! dfir: one graph, which runs on one thread.

use std::cell::Cell;
use std::rc::Rc;

use dfir_rs::dfir_syntax;

use super::{Counts, Input};

pub(super) fn count(input: &Input, _workers: usize) -> Counts {
    let counts = Rc::new(Cell::new(Counts::default()));
    let sum = Rc::clone(&counts);
    let mut flow = dfir_syntax! {
        source_iter(input.text.lines())
            -> flat_map(str::split_ascii_whitespace)
            -> map(|word| (word.to_owned(), 1_u64))
            -> fold_keyed::<'static>(|| 0_u64, |count: &mut u64, one| *count += one)
            -> for_each(|(word, count): (String, u64)| {
                sum.set(sum.get().add(word.as_bytes(), count));
            });
    };
    flow.run_available_sync();
    counts.get()
}
