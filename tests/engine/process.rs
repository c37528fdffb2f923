//! Features that depend on the whole process: signals and the local time zone.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use crate::support::*;
use streamdsl_runtime::base::time::BatchTime;
use streamdsl_runtime::job::context::StreamingContext;
use streamdsl_runtime::sources::memory_channel;

/// The variable that tells a test that it runs as its own child process.
const CHILD: &str = "STREAMDSL_TEST_CHILD";

/// Runs one test of this file in a separate process.
fn child(test: &str, role: &str, time_zone: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, role)
        .env("TZ", time_zone)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

#[test]
fn batch_times_are_shown_in_local_time() {
    if std::env::var_os(CHILD).is_some() {
        println!("<{}>", BatchTime::from_millis(1_795_209_530_250));
        return;
    }
    for (zone, shown) in [
        ("UTC", "<2026-11-20 21:18:50.250>"),
        ("EST5EDT", "<2026-11-20 16:18:50.250>"),
        ("America/New_York", "<2026-11-20 16:18:50.250>"),
    ] {
        let mut output = String::new();
        let mut child = child("process::batch_times_are_shown_in_local_time", "show", zone);
        child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        assert!(child.wait().unwrap().success());
        assert!(output.contains(shown), "{zone}: {output}");
    }
}

/// The child: a job that runs until a signal stops it, and prints what it processed.
fn run_until_signalled(role: &str) {
    let (queue, source) = memory_channel();
    let context = StreamingContext::builder().workers(1).batch_interval(3600 * SECOND);
    let context = context.on_notice(|_| ()).build().unwrap();
    queue.push(["first", "second"]);
    let busy = role == "busy";
    let (pipeline, log) = recording(source, move |item| {
        if busy {
            println!("<busy>");
            std::thread::sleep(PATIENCE);
        }
        item
    });
    println!("<ready>");
    context.run(pipeline).unwrap();
    println!("<processed {:?}>", contents(&log));
}

fn wait_for(line: &str, output: &mut impl BufRead) {
    let mut seen = String::new();
    while !seen.contains(line) {
        assert_ne!(output.read_line(&mut seen).unwrap(), 0, "{line} is missing in {seen}");
    }
}

fn signal(child: &Child, name: &str) {
    let kill = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
}

#[test]
fn the_first_signal_stops_gracefully() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    for name in ["-INT", "-TERM"] {
        let mut child = child("process::the_first_signal_stops_gracefully", "idle", "UTC");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        wait_for("<ready>", &mut output);
        std::thread::sleep(SECOND / 5);
        signal(&child, name);
        wait_for(r#"<processed [["first", "second"]]>"#, &mut output);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn nobody_is_kept_from_ending_a_program_that_does_not_listen() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let test = "process::nobody_is_kept_from_ending_a_program_that_does_not_listen";
    let mut child = child(test, "busy", "UTC");
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("<ready>", &mut output);
    std::thread::sleep(SECOND / 5);
    signal(&child, "-INT");
    wait_for("<busy>", &mut output);
    signal(&child, "-INT");
    std::thread::sleep(SECOND / 5);
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}
