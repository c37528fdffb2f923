//! Runs the example as users run it.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod process;
mod readme;
#[cfg(unix)]
mod terminal;

use std::time::{Duration, Instant};

use process::{Running, run};
use streamdsl_tests::peers::Server;

const RULE: &str = "-------------------------------------------";

/// The output of one `pprint`.
#[derive(Debug, PartialEq)]
pub(crate) struct Block {
    time: String,
    records: Vec<String>,
    more: bool,
}

/// The blocks of an output that contains only blocks.
pub(crate) fn blocks(output: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = output.lines();
    while let Some(line) = lines.next() {
        assert_eq!(line, RULE, "in {output}");
        let time = lines.next().unwrap().strip_prefix("Time: ").unwrap().to_owned();
        assert_eq!(lines.next(), Some(RULE), "in {output}");
        let mut records: Vec<_> =
            lines.by_ref().take_while(|line| !line.is_empty()).map(str::to_owned).collect();
        let more = records.pop_if(|last| last == "...").is_some();
        for record in &records {
            assert!(record.starts_with("(\"") && record.ends_with(')'), "{record} in {output}");
        }
        blocks.push(Block { time, records, more });
    }
    assert!(output.is_empty() || output.ends_with("\n\n"), "the last block is cut: {output}");
    blocks
}

/// The milliseconds since the last full minute in the time of a block: `.. 21:18:50.400`, or
/// `.. 21:18:50` for full seconds.
fn within_minute(block: &Block) -> u64 {
    let seconds = block.time.rsplit(':').next().unwrap();
    let (seconds, millis) = seconds.split_once('.').unwrap_or((seconds, "000"));
    seconds.parse::<u64>().unwrap() * 1000 + millis.parse::<u64>().unwrap()
}

/// Options for frequent windows.
const FAST: &str = "--batch 200ms --window 1s --slide 400ms";

#[test]
fn the_plan_is_printed_and_nothing_runs() {
    let output = run("--plan");
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
    let plan = String::from_utf8(output.stdout).unwrap();
    for part in ["flat_map(split)", "reduce_by_key(+)", "window(", "pprint", "flowchart"] {
        assert!(plan.contains(part), "{part} is missing in {plan}");
    }
}

#[test]
fn help_names_every_option() {
    for option in ["--help", "-h"] {
        let output = run(option);
        assert!(output.status.success());
        let help = String::from_utf8(output.stdout).unwrap();
        let options = ["--batch", "--window", "--slide", "--cores", "--for", "--plan", "--status"];
        for part in [options.as_slice(), &["HOST PORT"]].concat() {
            assert!(help.contains(part), "{part} is missing in {help}");
        }
    }
}

#[test]
fn wrong_arguments_are_refused_with_a_reason() {
    for (arguments, reason) in [
        ("--bogus", "--bogus"),
        ("localhost", "a HOST needs a PORT"),
        ("localhost http", "`http` is not a port"),
        ("localhost 70000", "`70000` is not a port"),
        ("localhost 9999 more", "more"),
        ("--for", "--for"),
        ("--batch 3", "`3` is not a duration"),
        ("--batch 0s", "batch interval of 0"),
        ("--batch -1s", "`-1s` is not a duration"),
        ("--batch 1s --slide 1500ms", "not a positive multiple of the batch interval"),
        ("--batch 1s --window 0s", "not a positive multiple of the batch interval"),
        ("--cores 0", "`0` is not a number of cores"),
        ("--cores two", "`two` is not a number of cores"),
    ] {
        let output = run(arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_ne!(output.status.code(), Some(0), "{arguments}");
        assert!(stderr.starts_with("wordcount: ") && stderr.contains(reason), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(output.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn it_counts_the_words_of_its_own_feed() {
    let output = run(&format!("{FAST} --cores 2 --for 3s"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let blocks = blocks(&String::from_utf8(output.stdout).unwrap());
    assert!(blocks.len() >= 2, "{blocks:?}");
    for pair in blocks.windows(2) {
        let [before, after] = [within_minute(&pair[0]), within_minute(&pair[1])];
        assert_eq!((after + 60_000 - before) % 60_000, 400, "{pair:?}");
        assert_eq!(after % 200, 0, "{pair:?}");
    }
    let fullest = blocks.iter().max_by_key(|block| block.records.len()).unwrap();
    assert!(fullest.records.len() == 10 && fullest.more, "{blocks:?}");
}

#[test]
fn the_status_goes_to_stderr_if_it_is_asked_for() {
    let running = Running::start(&format!("{FAST} --status --for 3s"));
    let (code, stdout, stderr) = running.wait();
    assert_eq!(code, Some(0));
    assert!(blocks(&stdout).len() >= 2, "{stdout}");
    assert!(!stderr.contains('\x1b'), "a log is no terminal: {stderr}");
    let status: Vec<_> = stderr.lines().filter(|line| line.starts_with("batch ")).collect();
    assert!(status.len() >= 3, "{stderr}");
    for line in status {
        for part in ["lines/s | processing ", " | delay ", " | window in "] {
            // The embedded feed may start slowly on a busy machine.
            let connecting = line.contains("no connection") && part.starts_with("lines");
            assert!(line.contains(part) || connecting, "{part} is missing in {line}");
        }
    }
}

#[test]
fn it_counts_what_a_server_sends_and_ends_on_ctrl_c() {
    let server = Server::start();
    let port = server.port();
    let running =
        Running::start(&format!("--batch 100ms --window 1h --slide 100ms 127.0.0.1 {port}"));
    let mut peer = server.accept();
    peer.send("to be or\r\nnot to ");
    running.until_stdout("the first line is counted", |output| output.contains(r#"("or", 1)"#));
    peer.send("be\nund grün\n");
    running.until_stdout("the other lines are counted", |output| {
        output.contains(r#"("to", 2)"#) && output.contains(r#"("grün", 1)"#)
    });
    let begun = Instant::now();
    running.interrupt();
    let (code, stdout, stderr) = running.wait();
    assert!(begun.elapsed() < Duration::from_secs(20), "it took {:?}", begun.elapsed());
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let mut last = blocks(&stdout).pop().unwrap();
    last.records.sort();
    let words = [r#"("be", 2)"#, r#"("grün", 1)"#, r#"("not", 1)"#, r#"("or", 1)"#, r#"("to", 2)"#];
    assert_eq!(last.records, [words.as_slice(), &[r#"("und", 1)"#]].concat());
    assert!(!last.more);
}

#[test]
fn ctrl_c_prints_the_last_batch_before_the_end() {
    let server = Server::start();
    // The batch is so long that it can only end because the program ends.
    let port = server.port();
    let arguments = format!("--batch 24h --window 24h --slide 24h 127.0.0.1 {port}");
    let running = Running::start(&format!("{arguments} --status"));
    let mut peer = server.accept();
    peer.send("received before\nthe end\nunfinished");
    running.until_stderr("connected");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(running.stdout(), "");
    running.interrupt();
    let (code, stdout, _) = running.wait();
    assert_eq!(code, Some(0));
    let mut blocks = blocks(&stdout);
    let mut last = blocks.pop().unwrap();
    last.records.sort();
    let words = [r#"("before", 1)"#, r#"("end", 1)"#, r#"("received", 1)"#, r#"("the", 1)"#];
    assert_eq!((last.records.as_slice(), blocks.len()), (words.map(str::to_owned).as_slice(), 0));
}

#[test]
fn a_server_may_appear_later() {
    let port = Server::start().port();
    let running = Running::start(&format!("{FAST} localhost {port}"));
    running.until_stderr("cannot connect");
    running.until_stdout("it goes on without a server", |output| output.contains("Time: "));
    let server = Server::start_on(port);
    let mut peer = server.accept();
    running.until_stderr("connected");
    peer.send("late but here\n");
    running.until_stdout("the words are counted", |output| output.contains(r#"("late", 1)"#));
    drop((peer, server));
    running.until_stderr("reconnecting");
    running.interrupt();
    let (code, stdout, stderr) = running.wait();
    assert_eq!(code, Some(0));
    assert!(!blocks(&stdout).is_empty());
    assert!(
        stderr.lines().all(|line| line.starts_with("wordcount: socket localhost:")),
        "{stderr}"
    );
}

#[test]
fn an_output_that_nobody_reads_ends_it_with_a_reason() {
    let mut program = std::process::Command::new(process::example());
    let program = program.args(FAST.split(' ')).stdout(std::process::Stdio::piped());
    let mut child = program.stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("`pprint` could not write the batch"), "{stderr}");
}
