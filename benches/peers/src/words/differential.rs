//! differential dataflow: a collection of words, counted and kept as an arrangement.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use differential_dataflow::input::Input as _;
use differential_dataflow::operators::count::CountTotal;
use timely::Config;

use super::{Counts, Input, pieces};

pub(super) fn count(input: &Input, workers: usize) -> Counts {
    let text = input.text;
    let sum = Arc::new(Mutex::new(Counts::default()));
    let sums = Arc::clone(&sum);
    let job = timely::execute(Config::process(workers), move |worker| {
        let tally: Rc<RefCell<HashMap<String, isize>>> = Rc::default();
        let told = Rc::clone(&tally);
        let mut lines = worker.dataflow::<u32, _, _>(|scope| {
            let (input, lines) = scope.new_collection::<String, isize>();
            lines
                .flat_map(|line| {
                    line.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>()
                })
                .count_total()
                .inspect(move |((word, count), _, _)| {
                    told.borrow_mut().insert(word.clone(), *count);
                });
            input
        });
        let piece = pieces(text, worker.peers())[worker.index()];
        for (number, line) in piece.lines().enumerate() {
            lines.insert(line.to_owned());
            if number % 1000 == 0 {
                worker.step();
            }
        }
        lines.close();
        while worker.step_or_park(None) {}
        let counts = tally.take().into_iter().map(|(word, count)| (word, count as u64));
        let mut sum = sums.lock().expect("nobody has panicked");
        *sum = sum.and(Counts::of(counts));
    });
    job.expect("a dataflow").join().into_iter().for_each(|end| end.expect("a good end"));
    *sum.lock().expect("nobody has panicked")
}
