//! Between the receive buffer and the tables of a batch, no record is copied and no memory is
//! allocated for a record. An allocator that counts verifies this.
//!
//! The tests compare a batch of n lines with one of 4n lines over the same words, several times.
//! Both include what a batch needs once (the results of its tables, messages between threads). The
//! difference shows what a batch needs for each record. Allocations of the test's own threads are
//! not counted.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use streamdsl::prelude::*;
use streamdsl_tests::peers::{Peer, Server};
use streamdsl_tests::stepped::Stepped;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
/// The counters belong to the process, so the tests run one at a time.
static TURN: Mutex<()> = Mutex::new(());

thread_local! {
    /// Whether the allocations of this thread do not belong to the job.
    static OF_THE_TEST: Cell<bool> = const { Cell::new(false) };
}

/// The system's allocator, counting what jobs allocate.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

fn count(bytes: usize) {
    if !OF_THE_TEST.try_with(Cell::get).unwrap_or(true) {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

// SAFETY: every call is passed to the system's allocator unchanged; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Counts the whole block, not only the growth: the block may have been copied.
        count(size);
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

const PAGE: usize = 8 << 10;
const WORDS_PER_LINE: usize = 10;
const VOCABULARY: usize = 500;
/// The lines of a small batch. A large one has four times as many.
const LINES: usize = 1000;

/// Lines over a fixed vocabulary: short words, words too long for a table to keep inline, and some
/// non-ASCII words. All of them occur within the first few hundred lines.
fn text(lines: usize) -> String {
    let word = |number: usize| match number % 5 {
        0 => format!("an-unusually-long-word-with-the-number-{number}"),
        1 => format!("größe{number}"),
        _ => format!("w{number}"),
    };
    let line = |line: usize| {
        let words = (0..WORDS_PER_LINE).map(|at| word((line * WORDS_PER_LINE + at) % VOCABULARY));
        words.collect::<Vec<_>>().join(" ") + "\n"
    };
    (0..lines).map(line).collect()
}

/// The allocations of the job for one batch.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cost {
    allocations: u64,
    bytes: u64,
}

/// The cost of small and large batches after a warm-up. Each is the least of several measurements,
/// because the system may do unrelated work in the job's threads at any time.
#[derive(Debug)]
struct Costs {
    small: Cost,
    large: Cost,
    /// The text of a large batch.
    text_bytes: u64,
}

impl Costs {
    /// The number of allocations caused by the additional records of the large batch.
    fn for_records(&self) -> u64 {
        self.large.allocations.saturating_sub(self.small.allocations)
    }

    /// The least number of pages by which the large batch exceeds the small one.
    fn more_pages(&self) -> u64 {
        (self.text_bytes * 3 / 4) / PAGE as u64
    }

    /// Asserts that no record allocates: at most one small allocation for each page.
    fn check_that_records_are_free(&self, what: &str) {
        assert!(self.for_records() <= self.more_pages(), "{what}: {self:?}");
        assert!(self.large.bytes < self.text_bytes / 10, "{what}: {self:?}");
    }

    /// Asserts that no record allocates where records are kept: a few allocations for each page, in
    /// which the columns grow.
    fn check_that_kept_records_are_free(&self, what: &str) {
        assert!(self.for_records() <= 4 * self.more_pages(), "{what}: {self:?}");
    }

    /// Asserts that most of this many records of the large batch have their own allocation.
    fn check_that_records_are_seen(&self, records: u64, bytes: u64) {
        let more = records * 3 / 4;
        assert!(self.for_records() >= more, "{records} records: {self:?}");
        assert!(self.large.bytes - self.small.bytes >= bytes * 3 / 4, "{bytes} bytes: {self:?}");
    }
}

/// Runs a program over batches of known text. The program receives the port to read from and a
/// counter for the words it has counted.
fn measure(workers: usize, program: impl FnOnce(u16, Arc<AtomicU64>) -> Pipeline) -> Costs {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    OF_THE_TEST.set(true);
    let (small, large) = (text(LINES), text(4 * LINES));
    let server = Server::start();
    let sum = Arc::new(AtomicU64::new(0));
    let builder = StreamingContext::builder().workers(workers);
    let builder = builder.page_size(PAGE).pool_limit(8 * PAGE);
    let job = Stepped::start_with(builder, program(server.port(), Arc::clone(&sum)));
    let mut peer = server.accept();

    let words = (LINES * WORDS_PER_LINE) as u64;
    let one = |text: &str, peer: &mut Peer, words: u64| {
        let cost = run_batch(&job, peer, text);
        assert_eq!(sum.swap(0, Ordering::Relaxed), words, "the program does not count right");
        cost
    };
    for _ in 0..3 {
        one(&large, &mut peer, 4 * words);
    }
    let (mut of_small, mut of_large) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        of_small.push(one(&small, &mut peer, words));
        of_large.push(one(&large, &mut peer, 4 * words));
    }
    let least = |costs: &[Cost]| Cost {
        allocations: costs.iter().map(|cost| cost.allocations).min().unwrap(),
        bytes: costs.iter().map(|cost| cost.bytes).min().unwrap(),
    };
    Costs { small: least(&of_small), large: least(&of_large), text_bytes: large.len() as u64 }
}

fn run_batch(job: &Stepped, peer: &mut Peer, text: &str) -> Cost {
    let (allocations, bytes) = (ALLOCATIONS.load(Ordering::SeqCst), BYTES.load(Ordering::SeqCst));
    peer.send_piece(text, job);
    job.end_batch();
    Cost {
        allocations: ALLOCATIONS.load(Ordering::SeqCst) - allocations,
        bytes: BYTES.load(Ordering::SeqCst) - bytes,
    }
}

/// Adds up the counts of a table.
fn total<'a>(counts: impl IntoIterator<Item = (&'a str, u64)>) -> u64 {
    counts.into_iter().map(|(_, count)| count).sum()
}

#[test]
fn counting_words_allocates_nothing_per_record() {
    for workers in [1, 2] {
        let costs = measure(workers, |port, sum| {
            stream! {
                socket("localhost", port)
                    |> flat_map(split)
                    |> reduce_by_key(+)
                    |> foreach_batch(move |batch| {
                        sum.fetch_add(total(batch.iter()), Ordering::Relaxed);
                    })
            }
        });
        costs.check_that_records_are_free(&format!("{workers} workers"));
    }
}

#[test]
fn counting_words_over_a_window_allocates_nothing_per_record() {
    for workers in [1, 2] {
        let costs = measure(workers, |port, sum| {
            stream! {
                let counted = socket("localhost", port) |> flat_map(split) |> reduce_by_key(+);
                counted
                    |> foreach_batch(move |batch| {
                        sum.fetch_add(total(batch.iter()), Ordering::Relaxed);
                    });
                counted |> window(3s, 1s) |> filter(|(_, count)| *count == 0) |> foreach_batch(|_| ());
            }
        });
        costs.check_that_records_are_free(&format!("{workers} workers"));
    }
}

#[test]
fn functions_over_lines_allocate_nothing_per_record() {
    let costs = measure(2, |port, sum| {
        stream! {
            socket("localhost", port)
                |> flat_map(|line| line.split(' '))
                |> filter(|word| !word.is_empty())
                |> map(|word| (word, 1))
                |> map_values(|one: u64| one)
                |> reduce_by_key(|a, b| a + b)
                |> foreach_batch(move |batch| {
                    sum.fetch_add(total(batch.iter()), Ordering::Relaxed);
                })
        }
    });
    costs.check_that_records_are_free("closures");
}

#[test]
fn bytes_and_numbers_allocate_nothing_per_record() {
    let costs = measure(2, |port, sum| {
        stream! {
            socket_bytes("localhost", port)
                |> flat_map(|line| line.split(|byte| *byte == b' '))
                |> map(|word| (word.len(), 1))
                |> reduce_by_key(+)
                |> map(|(_, count): (usize, u64)| count)
                |> reduce(+)
                |> foreach_batch(move |batch| {
                    sum.fetch_add(batch.iter().sum::<u64>(), Ordering::Relaxed);
                })
        }
    });
    costs.check_that_records_are_free("bytes");
}

/// A word that borrows from its line, with its neighbour.
#[derive(Clone, Copy, Debug, Record)]
struct Word<'a> {
    text: &'a str,
    number: u64,
    next: Option<&'a str>,
}

impl<'a> Word<'a> {
    fn all_of(line: &'a str) -> impl Iterator<Item = Self> {
        let mut words = line.split(' ').peekable();
        std::iter::from_fn(move || {
            let text = words.next()?;
            Some(Self { text, number: 1, next: words.peek().copied() })
        })
    }
}

#[test]
fn keeping_borrowed_structs_allocates_nothing_per_record() {
    for workers in [1, 2] {
        let costs = measure(workers, |port, sum| {
            stream! {
                socket("localhost", port)
                    |> flat_map(Word::all_of)
                    |> sort_by(|word| word.number)
                    |> foreach_batch(move |batch| {
                        let words = batch.iter().filter(|word| !word.text.is_empty() && word.next != Some(""));
                        sum.fetch_add(words.map(|word| word.number).sum(), Ordering::Relaxed);
                    })
            }
        });
        costs.check_that_kept_records_are_free(&format!("sorted on {workers} workers"));
        let costs = measure(workers, |port, sum| {
            stream! {
                socket("localhost", port)
                    |> flat_map(Word::all_of)
                    |> map(|word| (word.text.len(), word))
                    |> group_by_key
                    |> foreach_batch(move |batch| {
                        let words = batch.iter().flat_map(|(_, words)| words);
                        sum.fetch_add(words.map(|word| word.number).sum(), Ordering::Relaxed);
                    })
            }
        });
        costs.check_that_kept_records_are_free(&format!("grouped on {workers} workers"));
    }
}

#[test]
fn text_of_the_arena_allocates_nothing_per_record() {
    for workers in [1, 2] {
        let costs = measure(workers, |port, sum| {
            stream! {
                socket("localhost", port)
                    |> map(|line, arena| arena.upper(line))
                    |> flat_map(split)
                    |> map(|word, arena| arena.replace(word, "E", "ae"))
                    |> filter(|word, arena| !arena.lower(word).is_empty())
                    |> reduce_by_key(+)
                    |> foreach_batch(move |batch| {
                        sum.fetch_add(total(batch.iter()), Ordering::Relaxed);
                    })
            }
        });
        costs.check_that_records_are_free(&format!("{workers} workers"));
    }
}

#[test]
fn kept_text_of_the_arena_allocates_nothing_per_record() {
    for workers in [1, 2] {
        let costs = measure(workers, |port, sum| {
            stream! {
                let words = socket("localhost", port)
                    |> map(|line, arena| arena.lower(line))
                    |> flat_map(split);
                let lengths = words |> map(|word| (word, word.len() as u64)) |> reduce_by_key(max);
                words |> map(|word| (word, 1_u64)) |> join(lengths)
                    |> map(|(_, (one, _))| one)
                    |> reduce(+)
                    |> foreach_batch(move |batch| {
                        sum.fetch_add(batch.iter().sum::<u64>(), Ordering::Relaxed);
                    });
                words |> sort_by(|word| word.len()) |> pprint(n = 1);
            }
        });
        // The lists of groups and of what is sorted grow with the batch, in a few steps.
        assert!(costs.for_records() <= costs.more_pages(), "{workers} workers: {costs:?}");
    }
}

#[test]
fn a_string_for_every_word_would_be_seen() {
    let costs = measure(2, |port, sum| {
        stream! {
            socket("localhost", port)
                |> flat_map(split)
                |> map(str::to_string)
                |> reduce_by_key(+)
                |> foreach_batch(move |batch| {
                    sum.fetch_add(total(batch.iter()), Ordering::Relaxed);
                })
        }
    });
    let words = (4 * LINES * WORDS_PER_LINE) as u64;
    costs.check_that_records_are_seen(words, costs.text_bytes - words);
}

#[test]
fn a_string_for_every_line_would_be_seen() {
    let costs = measure(1, |port, sum| {
        stream! {
            socket("localhost", port)
                |> map(str::to_owned)
                |> map(|line| line.split(' ').count() as u64)
                |> reduce(+)
                |> foreach_batch(move |batch| {
                    sum.fetch_add(batch.iter().sum::<u64>(), Ordering::Relaxed);
                })
        }
    });
    let lines = 4 * LINES as u64;
    costs.check_that_records_are_seen(lines, costs.text_bytes - lines);
}
