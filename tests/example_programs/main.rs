//! The tutorial programs, run as users run them. The tests check what they print, not when.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod process;

use std::collections::{BTreeMap, BTreeSet};

use process::{names, outcome, run};

const RULE: &str = "-------------------------------------------";

/// The records of each block written by `pprint`.
#[track_caller]
fn blocks(output: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut lines = output.lines();
    while let Some(line) = lines.next() {
        assert_eq!(line, RULE, "in {output}");
        assert!(lines.next().is_some_and(|line| line.starts_with("Time: ")), "in {output}");
        assert_eq!(lines.next(), Some(RULE), "in {output}");
        blocks.push(lines.by_ref().take_while(|line| !line.is_empty()).collect());
    }
    blocks
}

/// A record such as `("word", 3)`.
#[track_caller]
fn count(record: &str) -> (&str, u64) {
    let inside = record.strip_prefix("(\"").and_then(|rest| rest.strip_suffix(')')).unwrap();
    let (word, count) = inside.split_once("\", ").unwrap();
    (word, count.parse().unwrap())
}

/// The blocks of an example that runs for some seconds. The last block may cover less than a batch.
#[track_caller]
fn live(name: &str, seconds: u32) -> Vec<Vec<(String, u64)>> {
    let output = run(name, &format!("--for {seconds}s"));
    let own = |record: &str| {
        let (word, n) = count(record);
        (word.to_owned(), n)
    };
    let records = |block: Vec<&str>| -> Vec<(String, u64)> {
        block.into_iter().filter(|record| *record != "...").map(own).collect()
    };
    let blocks: Vec<_> = blocks(&output).into_iter().map(records).collect();
    let full: Vec<_> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    assert!(!full.is_empty(), "{name} printed nothing: {output}");
    full
}

#[test]
fn network_word_count_counts_the_words_of_its_feed() {
    let story = include_str!("../../examples/data/story.txt");
    for block in live("network_word_count", 3) {
        assert!(block.len() <= 10);
        for (word, n) in block {
            assert!(n > 0 && story.split_whitespace().any(|other| other == word), "{word}");
        }
    }
}

#[test]
fn stop_words_are_left_out_and_the_most_frequent_words_come_first() {
    for block in live("stop_words", 3) {
        assert!(block.len() <= 5);
        assert!(block.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{block:?}");
        assert!(block.iter().all(|(word, _)| word != "the" && word != "is"), "{block:?}");
    }
}

#[test]
fn top_hashtags_are_the_most_frequent_ones_however_they_are_written() {
    let blocks = live("top_hashtags", 5);
    for block in &blocks {
        assert!(block.windows(2).all(|pair| pair[0].1 >= pair[1].1), "{block:?}");
    }
    // The first block may contain only the first posts.
    let tags: Vec<&str> = blocks.last().unwrap().iter().map(|(tag, _)| tag.as_str()).collect();
    assert_eq!(tags[0], "#rust");
    assert_eq!(
        tags.into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["#rust", "#sunset", "#lisbon"])
    );
}

#[test]
fn live_examples_refuse_what_they_do_not_know() {
    for arguments in ["--for", "--for soon", "--speed 3", "localhost"] {
        let (succeeded, stdout, stderr) = outcome("network_word_count", arguments);
        assert!(!succeeded && stdout.is_empty() && !stderr.is_empty(), "{arguments}: {stdout}");
    }
}

#[test]
fn word_lengths_are_those_of_the_sonnet() {
    let sonnet = include_str!("../../examples/data/sonnet.txt");
    let lines: Vec<&str> = sonnet.lines().collect();
    let batch = |lines: &[&str]| {
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        let letters = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).count();
        let lengths: Vec<usize> = words.map(letters).collect();
        let n = lengths.len() as f64;
        let mean = lengths.iter().sum::<usize>() as f64 / n;
        let spread = lengths.iter().map(|length| (*length as f64 - mean).powi(2)).sum::<f64>() / n;
        format!(
            "{n} words of {} to {} letters, {mean:.1} on average, give or take {:.1}",
            lengths.iter().min().unwrap(),
            lengths.iter().max().unwrap(),
            spread.sqrt(),
        )
    };
    let expected: Vec<String> = lines.chunks(4).map(batch).collect();
    assert_eq!(run("word_lengths", "").lines().collect::<Vec<_>>(), expected);
}

#[test]
fn windowed_counts_are_those_of_the_last_six_lines() {
    let sonnet = include_str!("../../examples/data/sonnet.txt").to_lowercase();
    let lines: Vec<&str> = sonnet.lines().collect();
    let output = run("windowed_counts", "");
    let blocks = blocks(&output);
    assert_eq!(blocks.len(), 7);
    for (block, end) in blocks.into_iter().zip((2..).step_by(2)) {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for line in &lines[end.max(6) - 6..end] {
            for word in line.split_whitespace() {
                *counts.entry(word).or_default() += 1;
            }
        }
        let mut expected: Vec<_> = counts.into_iter().collect();
        expected.sort_by_key(|(word, n)| (std::cmp::Reverse(*n), *word));
        expected.truncate(3);
        assert_eq!(block.into_iter().map(count).collect::<Vec<_>>(), expected, "at {end}");
    }
}

#[test]
fn running_totals_start_from_the_stock_and_drop_what_is_sold_out() {
    let output = run("running_totals", "");
    let expected: [&[&str]; 4] = [
        &[r#"("apples", 5)"#, r#"("figs", 2)"#, r#"("pears", 3)"#],
        &[r#"("apples", 5)"#, r#"("figs", 2)"#, r#"("pears", 3)"#],
        &[r#"("apples", 1)"#, r#"("pears", 3)"#],
        &[r#"("apples", 1)"#, r#"("figs", 20)"#, r#"("pears", 3)"#],
    ];
    assert_eq!(blocks(&output), expected);
}

#[test]
fn only_batches_with_errors_are_saved() {
    let expected = "alarm in second 2, errors: 2\nalarm in second 5, errors: 1\n\
                    saved: errors-2000.txt, errors-5000.txt\n";
    assert_eq!(run("save_when_not_empty", ""), expected);
}

#[test]
fn random_lines_are_all_lines_in_another_order_every_time() {
    let sonnet = include_str!("../../examples/data/sonnet.txt");
    let drawn = || -> Vec<String> {
        let output = run("random_lines", "");
        let blocks = blocks(&output);
        let sizes: Vec<usize> = blocks.iter().map(Vec::len).filter(|lines| *lines > 0).collect();
        assert_eq!(sizes, [4, 4, 4, 2]);
        blocks.concat().into_iter().map(str::to_owned).collect()
    };
    let all: BTreeSet<String> = sonnet.lines().map(|line| format!("{line:?}")).collect();
    let (first, second) = (drawn(), drawn());
    assert_eq!(first.iter().cloned().collect::<BTreeSet<_>>(), all);
    // Fourteen lines have 87 billion possible orders.
    assert_ne!(first, second);
    let (succeeded, _, stderr) = outcome("random_lines", "/no/such/file");
    assert!(!succeeded && stderr.contains("/no/such/file"), "{stderr}");
}

#[test]
fn clicks_are_joined_with_what_was_shown_lately() {
    let output = run("windowed_join", "");
    let expected: [&[&str]; 5] = [
        &[r#"(1, ("ann", Some("news")))"#],
        &[r#"(2, ("bob", Some("mail")))"#],
        &[r#"(1, ("eve", Some("news")))"#],
        &[r#"(2, ("bot", None))"#],
        &[],
    ];
    assert_eq!(blocks(&output), expected);
}

#[test]
fn a_normalised_log_counts_what_is_spelled_in_many_ways() {
    let expected: &[&[&str]] =
        &[&[r#"(("firefox", "get /shop"), 3)"#], &[r#"("firefox", 3)"#, r#"("safari", 2)"#]];
    assert_eq!(blocks(&run("normalised_log", "")), expected);
}

#[test]
fn sessions_end_when_their_user_is_idle() {
    let output = run("sessions", "");
    let (ended, open): (Vec<&str>, Vec<&str>) =
        output.lines().partition(|line| line.contains("visited"));
    let expected = [
        "second 7: ann visited /start /search /order",
        "second 9: bob visited /start /jobs",
        "second 12: ann visited /start",
    ];
    assert_eq!(ended, expected);
    let open: Vec<u32> =
        open.into_iter().map(|line| line.split(' ').nth(2).unwrap().parse().unwrap()).collect();
    assert_eq!(open, [2, 2, 2, 2, 2, 2, 1, 2, 1, 1, 1, 0]);
}

#[test]
fn anomalies_are_the_two_spikes() {
    let expected = "second 14: web reports 93.0, usually 41.3 +- 8.4\n\
                    second 17: db reports 2.0, usually 70.2 +- 11.0\n";
    assert_eq!(run("anomalies", ""), expected);
}

#[test]
fn dead_letters_are_printed_with_their_reasons() {
    let output = run("dead_letters", "");
    let (letters, rest): (Vec<&str>, Vec<&str>) =
        output.lines().partition(|line| line.starts_with("dead letter: "));
    let expected: BTreeSet<&str> = BTreeSet::from([
        r#"dead letter: "cellar=warm", because `warm`: invalid float literal"#,
        r#"dead letter: "hello?", because there is no `=` in it"#,
        r#"dead letter: "roof=-400", because -400 is colder than anything"#,
    ]);
    assert_eq!(letters.into_iter().collect::<BTreeSet<_>>(), expected);
    let expected: [&[&str]; 3] = [
        &[r#"("cellar", 12.0)"#, r#"("roof", 30.0)"#],
        &[r#"("roof", 31.0)"#],
        &[r#"("roof", 29.0)"#],
    ];
    assert_eq!(blocks(&rest.join("\n")), expected);
}

#[test]
fn clicks_are_counted_by_route() {
    let output = run("clicks", "");
    let (bad, rest): (Vec<&str>, Vec<&str>) =
        output.lines().partition(|line| line.starts_with("not a click: "));
    let expected = [
        r#"not a click: "what is this line doing here": 6 fields, not 5"#,
        r#"not a click: "eve POST /order 400 seven": time seven: invalid digit found in string"#,
    ];
    assert_eq!(bad, expected);
    let expected: [&[&str]; 2] = [
        &[
            r#"("Get /search", Times { requests: 2, slowest: 410 })"#,
            r#"("Post /basket", Times { requests: 1, slowest: 48 })"#,
            r#"("Get /start", Times { requests: 2, slowest: 15 })"#,
        ],
        &[
            r#"("Post /order", Times { requests: 1, slowest: 95 })"#,
            r#"("Post /basket", Times { requests: 1, slowest: 52 })"#,
            r#"("Get /start", Times { requests: 2, slowest: 11 })"#,
        ],
    ];
    assert_eq!(blocks(&rest.join("\n")), expected);
}

#[test]
fn every_example_is_tested_here_and_listed_in_the_readme() {
    let (tests, readme) = (include_str!("main.rs"), include_str!("../../README.md"));
    for name in names() {
        assert!(tests.contains(&format!("\"{name}\"")), "{name} is not tested");
        assert!(readme.contains(&format!("(examples/{name}.rs)")), "{name} is not in the README");
    }
}
