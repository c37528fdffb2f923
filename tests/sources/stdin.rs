//! Standard input of a real process: this test program starts itself again.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use streamdsl::prelude::*;

/// The variable that tells the program that it is the child.
const CHILD: &str = "STREAMDSL_SOURCES_CHILD";

/// Not a test: the child program, which reads standard input.
#[test]
fn child() {
    let Ok(role) = std::env::var(CHILD) else { return };
    let words = Collected::new();
    let job = stream! {
        let lines = stdin();
        lines |> foreach_batch(|batch| {
            for line in batch {
                println!("<{line}>");
            }
        });
        lines |> flat_map(split) |> count |> collect(&words);
    };
    let context = StreamingContext::builder()
        .batch_interval(Duration::from_millis(10))
        .workers(1)
        .on_notice(|notice| println!("{}", notice.message))
        .build()
        .unwrap();
    context.start(job).unwrap();
    if role == "stop" {
        while context.status().records_received < 1 {
            std::thread::sleep(Duration::from_millis(1));
        }
        context.stop(StopMode::Graceful).unwrap();
    } else if role == "cut" {
        while context.status().bytes_received < 14 {
            std::thread::sleep(Duration::from_millis(1));
        }
        context.stop(StopMode::Graceful).unwrap();
    } else {
        context.await_termination().unwrap();
    }
    println!("words: {}", words.records().iter().sum::<u64>());
}

fn start(role: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "stdin::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn output(child: &mut Child) -> String {
    let mut output = String::new();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    assert!(child.wait().unwrap().success(), "{output}");
    output
}

#[test]
fn too_many_open_files_are_an_error_that_says_what_to_do() {
    let program = std::env::current_exe().unwrap();
    let limited = Command::new("sh")
        .args(["-c", "ulimit -n 32; exec \"$0\" --exact stdin::full --nocapture --test-threads=1"])
        .arg(program)
        .env(CHILD, "full")
        .output()
        .unwrap();
    let output = String::from_utf8(limited.stdout).unwrap();
    assert!(output.contains("too many files and connections are open"), "{output}");
    assert!(output.contains("ulimit -n 65536"), "{output}");
}

/// Not a test: the child program, which may not open many files.
#[test]
fn full() {
    if std::env::var(CHILD).as_deref() != Ok("full") {
        return;
    }
    let path = std::env::current_exe().unwrap();
    let mut open = Vec::new();
    let job = stream! { text_file(&path) |> count |> pprint };
    while let Ok(file) = std::fs::File::open(&path) {
        open.push(file);
    }
    // The job itself needs no file until it starts its source.
    println!("{}", streamdsl::testing::run_on(1, job).unwrap_err());
}

#[test]
fn the_job_ends_with_the_input() {
    let mut child = start("all");
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"to be\r\nor n").unwrap();
    input.flush().unwrap();
    std::thread::sleep(Duration::from_millis(50));
    input.write_all(b"ot\n\nlast, without end").unwrap();
    drop(input);
    let output = output(&mut child);
    for line in ["<to be>", "<or not>", "<>", "<last, without end>", "words: 7"] {
        assert!(output.contains(line), "{output}");
    }
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_first_line() {
    let mut child = start("all");
    child.stdin.take().unwrap().write_all(b"\xEF\xBB\xBFone\n").unwrap();
    let output = output(&mut child);
    assert!(output.contains("<one>"), "{output}");
}

#[test]
fn much_input_is_read_completely() {
    let mut child = start("all");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        for _ in 0..2000 {
            input.write_all(&b"a b\n".repeat(100)).unwrap();
        }
    });
    let output = output(&mut child);
    writer.join().unwrap();
    assert!(output.contains("words: 400000"), "{}", &output[output.len().min(200)..]);
}

#[test]
fn a_stop_drops_an_unfinished_line_and_says_so() {
    let mut child = start("cut");
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"123456789\n1234").unwrap();
    input.flush().unwrap();
    let output = output(&mut child);
    assert!(output.contains("<123456789>") && !output.contains("<1234>"), "{output}");
    let told =
        "dropped an unfinished line of 4 bytes, because the job stopped before the rest arrived";
    assert!(output.contains(told), "{output}");
    drop(input);
}

#[test]
fn a_job_can_be_stopped_while_it_waits_for_input() {
    let mut child = start("stop");
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"one line\n").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The input stays open, and the child must end all the same.
    assert!(lines.any(|line| line.unwrap() == "words: 2"));
    assert!(child.wait().unwrap().success());
    drop(input);
}
