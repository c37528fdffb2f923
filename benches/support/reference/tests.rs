//! The references give what the programs of the library give, batch by batch.

use streamdsl::pipeline::Pipeline;
use streamdsl::source::text;

use super::words::PaddedText;
use super::{Program, chain, count, maxima, panes, spent, totals};
use crate::corpus::{draw_keys, long_words, orders, zipf_text};
use crate::programs::{self, Totals};
use crate::timed::{self, TimedSource};

const BATCHES: usize = 95;

fn check(
    texts: &[String],
    mut reference: Program,
    program: impl FnOnce(TimedSource, &Totals) -> Pipeline,
) {
    let sources: Vec<_> = texts.iter().map(|lines| text(lines.as_str())).collect();
    let expected = timed::outputs(1, &sources, BATCHES as u64, program);
    let padded: Vec<_> = texts.iter().map(|lines| PaddedText::new(lines)).collect();
    let outputs = padded.iter().cycle().take(BATCHES).filter_map(|lines| reference(lines.whole()));
    assert_eq!(outputs.collect::<Vec<_>>(), expected);
}

/// Words that come again, words that never do, long ones, and some that are hard to take for keys.
fn words() -> Vec<String> {
    let zipf = (1..30).map(|words| zipf_text(4000, 20 * words));
    let fresh = (0..50).map(|draw| draw_keys(100, 1 << 40, draw));
    let odd = ["a\0 a\0\0 \0 a\n\n b", " \t abcdefghijklmnop abcdefghijklmnopq\0\r\n", "\n", ""];
    zipf.chain(fresh).chain([long_words(300, 100)]).chain(odd.map(str::to_owned)).collect()
}

fn lines() -> Vec<String> {
    let odd = "1,,0\r\n1,,0\n\n1,,\nx,y,1\n4294967295,p,1\n4294967296,p,1\n0,p,600\n+7,p,+700\r\n\
               7,p\0,800\n7,abcdefghijklmnop,1\n7,abcdefghijklmnopq,2\n7,abcdefghijklmnopq,3\n\
               8,abcdefghijklmnopq,5\n7,\u{e4},6,7\n9,p,900\r";
    vec![orders(5000), odd.to_owned(), String::new(), orders(1), "1,a,500".to_owned()]
}

#[test]
fn counts_agree() {
    check(&words(), count::word_count(10), programs::word_count);
}

#[test]
fn windows_agree() {
    check(&words(), panes::windowed_word_count(10), programs::windowed_word_count);
}

#[test]
fn maxima_agree() {
    check(&words(), maxima::windowed_max(10), programs::windowed_max);
}

#[test]
fn totals_agree() {
    check(&words(), totals::running_totals(10), programs::running_totals);
    check(&words(), totals::state_per_record(10), programs::state_per_record);
}

#[test]
fn chains_agree() {
    check(&lines(), chain::chain(), programs::chain);
}

#[test]
fn sums_of_orders_agree() {
    check(&lines(), spent::by_customer(10), programs::spent_by_customer);
    check(&lines(), spent::by_purchase(10), programs::spent_by_purchase);
}
