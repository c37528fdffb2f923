//! Features that depend on the whole process: signals and the local time zone.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use crate::support::*;
use streamdsl_runtime::base::clock::ManualClock;
use streamdsl_runtime::base::time::BatchTime;
use streamdsl_runtime::job::context::{StopMode, StreamingContext};
use streamdsl_runtime::sources::memory_channel;

/// The variable that tells a test that it runs as its own child process.
const CHILD: &str = "STREAMDSL_TEST_CHILD";

/// Runs one test of this file in a separate process.
fn child(test: &str, role: &str, time_zone: &str) -> Child {
    child_of(&mut Command::new(std::env::current_exe().unwrap()), test, role, time_zone)
}

/// Runs one test of this file in a process that ignores some signals, as under `nohup` or as a job in
/// the background of a script.
fn ignoring(signals: &str, test: &str, role: &str) -> Child {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' {signals}; exec \"$0\" \"$@\"")]);
    shell.arg(std::env::current_exe().unwrap());
    child_of(&mut shell, test, role, "UTC")
}

fn child_of(command: &mut Command, test: &str, role: &str, time_zone: &str) -> Child {
    command
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
        let repeated = [1_792_888_200_000, 1_792_891_800_000].map(BatchTime::from_millis);
        println!("<{}><{}>", repeated[0], repeated[1]);
        return;
    }
    for (zone, shown) in [
        ("UTC", "<2026-11-20 21:18:50.250>"),
        ("EST5EDT", "<2026-11-20 16:18:50.250>"),
        ("America/New_York", "<2026-11-20 16:18:50.250>"),
        // The hour that is repeated at the end of summer time.
        ("Europe/Berlin", "<2026-10-25 02:30:00 +02:00><2026-10-25 02:30:00 +01:00>"),
        ("UTC", "<2026-10-25 00:30:00><2026-10-25 01:30:00>"),
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
    let context = context.stop_on_ctrl_c(role != "deaf");
    let deaf_to_notices = role == "mute";
    let context = context.on_notice(move |notice| {
        if deaf_to_notices {
            std::thread::sleep(PATIENCE);
        }
        println!("<{notice}>");
    });
    let context = context.build().unwrap();
    queue.push(["first", "second"]);
    let busy = ["busy", "mute"].contains(&role);
    let stopping = role == "stopping";
    let (pipeline, log) = recording(source, move |item| {
        if stopping {
            println!("<busy>");
            std::thread::sleep(SECOND);
        }
        if busy {
            println!("<busy>");
            std::thread::sleep(PATIENCE);
        }
        item
    });
    println!("<ready>");
    if stopping {
        context.start(pipeline).unwrap();
        std::thread::scope(|scope| {
            scope.spawn(|| context.stop(StopMode::Graceful));
            context.await_termination().unwrap();
        });
    } else if role == "started" {
        context.start(pipeline).unwrap();
        context.await_termination().unwrap();
    } else {
        context.run(pipeline).unwrap();
    }
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
    for name in ["-INT", "-TERM", "-HUP"] {
        let mut child = child("process::the_first_signal_stops_gracefully", "idle", "UTC");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        wait_for("<ready>", &mut output);
        std::thread::sleep(SECOND / 5);
        // `timeout` sends two signals.
        signal(&child, name);
        signal(&child, name);
        wait_for(r#"<processed [["first", "second"]]>"#, &mut output);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn a_program_that_starts_and_then_waits_stops_gracefully_too() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let test = "process::a_program_that_starts_and_then_waits_stops_gracefully_too";
    for (role, graceful) in [("started", true), ("deaf", false)] {
        let mut child = child(test, role, "UTC");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        wait_for("<ready>", &mut output);
        std::thread::sleep(SECOND / 2);
        signal(&child, "-TERM");
        if graceful {
            wait_for(r#"<processed [["first", "second"]]>"#, &mut output);
            assert!(child.wait().unwrap().success());
        } else {
            assert_eq!(child.wait().unwrap().signal(), Some(15));
        }
    }
}

#[test]
fn a_signal_that_is_ignored_stays_ignored_and_the_others_work() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let test = "process::a_signal_that_is_ignored_stays_ignored_and_the_others_work";
    for (ignored, names, works) in
        [("INT QUIT", ["-INT", "-INT"], "-TERM"), ("HUP INT", ["-INT", "-HUP"], "-TERM")]
    {
        let mut child = ignoring(ignored, test, "idle");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        wait_for("<ready>", &mut output);
        std::thread::sleep(SECOND / 2);
        for name in names {
            signal(&child, name);
        }
        std::thread::sleep(SECOND / 2);
        assert!(child.try_wait().unwrap().is_none(), "{ignored} must stay ignored");
        signal(&child, works);
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert!(rest.contains(r#"<processed [["first", "second"]]>"#), "{rest}");
        assert!(!rest.contains("<signals"), "{rest}");
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn notices_on_standard_error_begin_with_the_name_of_the_application() {
    let test = "process::notices_on_standard_error_begin_with_the_name_of_the_application";
    if std::env::var_os(CHILD).is_some() {
        let (_queue, source) = memory_channel::<u8>();
        let clock = ManualClock::at(3600 * SECOND);
        let context = StreamingContext::builder().app_name("word-count").clock(clock.clone());
        let context = context.workers(1).build().unwrap();
        context.start(recording(source, |item| item).0).unwrap();
        clock.set_wall(SECOND);
        until("the job has seen the clock", || {
            clock.advance(SECOND);
            context.status().batches_completed > 0
        });
        return context.stop(StopMode::Graceful).unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, "notices")
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("word-count: clock: the wall clock was set back"), "{errors}");
}

#[test]
fn an_immediate_stop_says_what_it_drops() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let mut child = child("process::an_immediate_stop_says_what_it_drops", "busy", "UTC");
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("<ready>", &mut output);
    std::thread::sleep(SECOND / 2);
    signal(&child, "-TERM");
    wait_for("<busy>", &mut output);
    wait_for("<signals: SIGTERM: the job ends when it has processed", &mut output);
    std::thread::sleep(SECOND / 2);
    signal(&child, "-TERM");
    wait_for("drops 1 batch that is not completed, with 2 records", &mut output);
    wait_for("code of the program does not return, so the process ends", &mut output);
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}

#[test]
fn the_first_signal_does_not_shorten_a_graceful_stop_of_the_program() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let test = "process::the_first_signal_does_not_shorten_a_graceful_stop_of_the_program";
    let mut child = child(test, "stopping", "UTC");
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("<busy>", &mut output);
    std::thread::sleep(SECOND / 5);
    signal(&child, "-TERM");
    wait_for(r#"<processed [["first", "second"]]>"#, &mut output);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_second_signal_ends_a_program_whose_notices_hang() {
    if let Ok(role) = std::env::var(CHILD) {
        return run_until_signalled(&role);
    }
    let mut child =
        child("process::a_second_signal_ends_a_program_whose_notices_hang", "mute", "UTC");
    let mut output = BufReader::new(child.stdout.take().unwrap());
    wait_for("<ready>", &mut output);
    std::thread::sleep(SECOND / 2);
    signal(&child, "-TERM");
    wait_for("<busy>", &mut output);
    std::thread::sleep(SECOND * 3 / 2);
    let second = std::time::Instant::now();
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().signal(), Some(15));
    assert!(second.elapsed() < PATIENCE / 2);
}

#[test]
fn notices_that_nobody_reads_do_not_end_the_job() {
    let test = "process::notices_that_nobody_reads_do_not_end_the_job";
    if std::env::var_os(CHILD).is_some() {
        let (queue, source) = memory_channel::<u8>();
        let clock = ManualClock::at(3600 * SECOND);
        let context = StreamingContext::builder().clock(clock.clone()).workers(1).build().unwrap();
        let (pipeline, log) = recording(source, |item| item);
        context.start(pipeline).unwrap();
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).unwrap();
        clock.set_wall(SECOND);
        until("the job has seen the clock", || {
            clock.advance(SECOND);
            context.status().batches_completed > 2
        });
        queue.push([7]);
        context.stop(StopMode::Graceful).unwrap();
        return println!("<processed {:?}>", contents(&log).concat());
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, "unread")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    child.stdin.take().unwrap().write_all(b"go on\n").unwrap();
    let mut output = String::new();
    child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
    assert!(output.contains("<processed [7]>"), "{output}");
    assert!(child.wait().unwrap().success());
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
    std::thread::sleep(SECOND / 2);
    // Counts as one with the signal before it.
    signal(&child, "-INT");
    std::thread::sleep(SECOND * 3 / 2);
    assert!(child.try_wait().unwrap().is_none(), "two signals within a second count as one");
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().signal(), Some(2));
}
