//! The sample output of the README is what one sees.

use std::collections::HashMap;
use std::fs;

use streamdsl_tests::examples::workspace;

use super::process::Running;
use super::{Block, blocks};

/// The README's first block of this kind of code.
fn code(kind: &str) -> String {
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    let rest = readme.split(&format!("```{kind}\n")).nth(1).unwrap();
    rest.split("```").next().unwrap().to_owned()
}

/// How often each word occurs in the text of the feed.
fn occurrences() -> HashMap<String, u64> {
    let story = fs::read_to_string(workspace().join("examples/data/story.txt")).unwrap();
    let mut words = HashMap::new();
    for word in story.split_whitespace() {
        *words.entry(format!("{word:?}")).or_default() += 1;
    }
    words
}

/// What is the same in each first block: its shape, with `0` for each digit of the time.
fn shape(block: &Block) -> (String, usize, bool) {
    let time = block.time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    (time, block.records.len(), block.more)
}

/// How often the feed has sent its whole text, as the records of a block show: the least and the most
/// that they allow.
fn rounds(block: &Block) -> (u64, u64) {
    let occurrences = occurrences();
    let (mut least, mut most) = (0, u64::MAX);
    for record in &block.records {
        let (word, count) = record[1..record.len() - 1].rsplit_once(", ").unwrap();
        let (count, each): (u64, u64) = (count.parse().unwrap(), occurrences[word]);
        (least, most) =
            (least.max(count.saturating_sub(each).div_ceil(each)), most.min(count / each));
    }
    (least, most)
}

#[test]
fn the_sample_is_the_first_block_of_the_first_command() {
    let command = code("sh").lines().next().unwrap().to_owned();
    let (command, arguments) = command.split_once("wordcount").unwrap();
    assert_eq!(command, "cargo run --release --example ");
    let arguments = arguments.split('#').next().unwrap().trim().trim_start_matches("--");

    let running = Running::start(arguments);
    running.until_stdout("there is a block", |output| output.contains("\n\n"));
    running.interrupt();
    let (code_of_exit, stdout, _) = running.wait();
    assert_eq!(code_of_exit, Some(0));

    let (sample, seen) = (blocks(&code("text")).remove(0), blocks(&stdout).remove(0));
    assert_eq!(shape(&sample), shape(&seen));
    for block in [&sample, &seen] {
        let (least, most) = rounds(block);
        assert!(least <= most, "the counts do not fit the text: {block:?}");
        // The feed sends its eight lines 50 times per second, for at most ten seconds.
        assert!(least <= 501, "{block:?}");
    }
}
