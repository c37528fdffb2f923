//! The kernels whose instructions are counted: programs over small inputs.

use streamdsl::pipeline::Pipeline;
use streamdsl::source::{TextSource, text};
use streamdsl_benches::corpus::{distinct_keys, long_words, orders, zipf_text};
use streamdsl_benches::programs::{self, Totals};
use streamdsl_benches::reference::words::PaddedText;
use streamdsl_benches::reference::{self, chain, count, maxima, panes, spent, totals};

/// A program and the input of each of its batches.
pub(crate) struct Kernel {
    pub(crate) name: &'static str,
    input: Input,
    work: Work,
}

enum Input {
    /// Common words.
    Words,
    /// Keys of sixteen bytes that rarely repeat.
    Distinct,
    /// Words that do not fit into a slot.
    LongWords,
    Orders,
}

enum Work {
    Stream(fn(TextSource, &Totals) -> Pipeline),
    ByHand(fn(&str) -> (u64, u64)),
    Reference(fn() -> reference::Program),
}

use Input::{Distinct, LongWords, Orders, Words};
use Work::{ByHand, Reference, Stream};

const RECORDS: usize = 20_000;

/// The number of different words, for the common and for the long words.
const DISTINCT: usize = 2000;

/// The number of customers in the orders.
const CUSTOMERS: usize = 10_000;

pub(crate) const KERNELS: &[Kernel] = &[
    Kernel { name: "tokenise", input: Words, work: Stream(programs::tokenise) },
    Kernel { name: "word_count", input: Words, work: Stream(programs::word_count) },
    Kernel {
        name: "word_count_reference",
        input: Words,
        work: Reference(|| count::word_count(DISTINCT)),
    },
    Kernel { name: "distinct_keys", input: Distinct, work: Stream(programs::word_count) },
    Kernel { name: "long_keys", input: LongWords, work: Stream(programs::word_count) },
    Kernel { name: "integer_keys", input: Words, work: Stream(programs::integer_keys) },
    Kernel { name: "borrowed_struct", input: Orders, work: Stream(programs::spent_by_customer) },
    Kernel {
        name: "borrowed_struct_reference",
        input: Orders,
        work: Reference(|| spent::by_customer(CUSTOMERS)),
    },
    Kernel {
        name: "borrowed_struct_by_hand",
        input: Orders,
        work: ByHand(programs::spent_by_customer_by_hand),
    },
    Kernel { name: "struct_key", input: Orders, work: Stream(programs::spent_by_purchase) },
    Kernel {
        name: "struct_key_reference",
        input: Orders,
        work: Reference(|| spent::by_purchase(RECORDS)),
    },
    Kernel {
        name: "struct_key_by_hand",
        input: Orders,
        work: ByHand(programs::spent_by_purchase_by_hand),
    },
    Kernel { name: "grouped_orders", input: Orders, work: Stream(programs::grouped_orders) },
    Kernel {
        name: "grouped_orders_owned",
        input: Orders,
        work: Stream(programs::grouped_owned_orders),
    },
    Kernel { name: "sorted_orders", input: Orders, work: Stream(programs::sorted_orders) },
    Kernel {
        name: "sorted_orders_owned",
        input: Orders,
        work: Stream(programs::sorted_owned_orders),
    },
    Kernel { name: "chain", input: Orders, work: Stream(programs::chain) },
    Kernel { name: "chain_reference", input: Orders, work: Reference(|| chain::chain()) },
    Kernel { name: "chain_by_hand", input: Orders, work: ByHand(programs::chain_by_hand) },
    Kernel { name: "text_in_arena", input: Words, work: Stream(programs::normalised_words) },
    Kernel {
        name: "text_as_strings",
        input: Words,
        work: Stream(programs::normalised_words_as_strings),
    },
    Kernel { name: "sliding_window", input: Words, work: Stream(programs::windowed_word_count) },
    Kernel {
        name: "sliding_window_reference",
        input: Words,
        work: Reference(|| panes::windowed_word_count(DISTINCT)),
    },
    Kernel { name: "sliding_max", input: Words, work: Stream(programs::windowed_max) },
    Kernel {
        name: "sliding_max_reference",
        input: Words,
        work: Reference(|| maxima::windowed_max(DISTINCT)),
    },
    Kernel { name: "update_state_by_key", input: Words, work: Stream(programs::running_totals) },
    Kernel {
        name: "update_state_by_key_reference",
        input: Words,
        work: Reference(|| totals::running_totals(DISTINCT)),
    },
    Kernel { name: "map_with_state", input: Words, work: Stream(programs::state_per_record) },
    Kernel {
        name: "map_with_state_reference",
        input: Words,
        work: Reference(|| totals::state_per_record(DISTINCT)),
    },
];

impl Kernel {
    /// How many records a batch has.
    pub(crate) fn records(&self) -> u64 {
        let text = self.text();
        match self.input {
            Words => text.split_ascii_whitespace().count() as u64,
            Distinct | LongWords | Orders => text.lines().count() as u64,
        }
    }

    fn text(&self) -> String {
        match self.input {
            Words => zipf_text(10 * RECORDS, DISTINCT),
            Distinct => distinct_keys(RECORDS, 100 * RECORDS),
            LongWords => long_words(RECORDS, DISTINCT),
            Orders => orders(RECORDS),
        }
    }

    /// Runs the kernel for some batches.
    pub(crate) fn run(&self, batches: u64) -> Result<(), String> {
        let input = self.text();
        match self.work {
            Stream(program) => {
                let totals = Totals::new();
                let job = program(text(input).repeated(batches), &totals);
                streamdsl::testing::run_on(1, job).map_err(|error| error.to_string())?;
                std::hint::black_box(totals.records());
            }
            ByHand(work) => {
                for _ in 0..batches {
                    std::hint::black_box(work(std::hint::black_box(&input)));
                }
            }
            Reference(program) => {
                let (input, mut program) = (PaddedText::new(&input), program());
                for _ in 0..batches {
                    std::hint::black_box(program(std::hint::black_box(&input).whole()));
                }
            }
        }
        Ok(())
    }
}
