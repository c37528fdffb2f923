//! timely dataflow.

use std::cell::RefCell;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use hashbrown::HashMap;
use timely::Config;
use timely::dataflow::channels::pact::{Exchange, Pipeline};
use timely::dataflow::operators::Operator;
use timely::dataflow::operators::vec::Map;
use timely::dataflow::{InputHandle, Stream};

use super::{Counts, Input, pieces};

/// The number of lines that the dataflow gets before it takes a step.
const LINES: usize = 1000;

type Words<'scope> = Stream<'scope, usize, Vec<(String, u64)>>;
type Tally = Rc<RefCell<HashMap<String, u64>>>;

/// The fastest program that we found: each worker counts what it reads, and sends its counts to the
/// owners of the words when the text ends.
pub(super) fn combined(input: &Input, workers: usize) -> Counts {
    run(input.text, workers, |lines| {
        lines.unary_frontier(Pipeline, "combine", |_, _| {
            let mut counts: HashMap<String, u64> = HashMap::new();
            let mut held = None;
            move |(input, frontier), output| {
                input.for_each_time(|time, data| {
                    held.get_or_insert_with(|| time.retain(output.output_index()));
                    for line in data.flat_map(|lines| lines.drain(..)) {
                        for word in line.split_ascii_whitespace() {
                            *counts.entry_ref(word).or_default() += 1;
                        }
                    }
                });
                if held.as_ref().is_some_and(|time| !frontier.less_equal(time.time()))
                    && let Some(time) = held.take()
                {
                    output.session(&time).give_iterator(counts.drain());
                }
            }
        })
    })
}

/// Like its example: each word is a `String` that goes to its owner and is counted there.
pub(super) fn exchanged(input: &Input, workers: usize) -> Counts {
    run(input.text, workers, |lines| {
        lines.flat_map(|line: String| {
            line.split_ascii_whitespace().map(|word| (word.to_owned(), 1)).collect::<Vec<_>>()
        })
    })
}

/// Gives each worker its part of the text, brings words to their owners, and adds them up there.
fn run(
    text: &'static str,
    workers: usize,
    words: impl for<'scope> Fn(Stream<'scope, usize, Vec<String>>) -> Words<'scope>
    + Send
    + Sync
    + 'static,
) -> Counts {
    let sum = Arc::new(Mutex::new(Counts::default()));
    let sums = Arc::clone(&sum);
    let job = timely::execute(Config::process(workers), move |worker| {
        let mut input = InputHandle::new();
        let tally = Tally::default();
        worker.dataflow(|scope| add_up(words(input.to_stream(scope)), Rc::clone(&tally)));
        let piece = pieces(text, worker.peers())[worker.index()];
        for (number, line) in piece.lines().enumerate() {
            input.send(line.to_owned());
            if number % LINES == 0 {
                worker.step();
            }
        }
        input.close();
        while worker.step_or_park(None) {}
        let mut sum = sums.lock().expect("nobody has panicked");
        *sum = sum.and(Counts::of(tally.take()));
    });
    job.expect("a dataflow").join().into_iter().for_each(|end| end.expect("a good end"));
    *sum.lock().expect("nobody has panicked")
}

fn add_up(words: Words<'_>, tally: Tally) {
    let hash = BuildHasherDefault::<DefaultHasher>::default();
    let owner = Exchange::new(move |(word, _): &(String, u64)| hash.hash_one(word));
    words.sink(owner, "add up", move |(input, _)| {
        let mut tally = tally.borrow_mut();
        input.for_each(|_, data| {
            for (word, count) in data.drain(..) {
                *tally.entry(word).or_default() += count;
            }
        });
    });
}
