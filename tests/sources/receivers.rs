//! Receivers written by users.

use std::io::{BufRead, BufReader};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use streamdsl::notice::NoticeKind;
use streamdsl::prelude::*;
use streamdsl::source::{NotAccepted, receiver};
use streamdsl_tests::peers::Server;
use streamdsl_tests::stepped::Stepped;
use streamdsl_tests::until;

type Started = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// A receiver that passes its handle to the test, which then stores records.
struct ByHand {
    handles: mpsc::Sender<ReceiverHandle<u32>>,
    stops: Arc<AtomicUsize>,
    failures: usize,
}

impl Receiver for ByHand {
    type Item = u32;

    fn on_start(&mut self, handle: ReceiverHandle<u32>) -> Started {
        if self.failures > 0 {
            self.failures -= 1;
            return Err("the device is not there".into());
        }
        self.handles.send(handle)?;
        Ok(())
    }

    fn on_stop(&mut self) {
        self.stops.fetch_add(1, Ordering::SeqCst);
    }
}

struct Running {
    job: Stepped,
    all: Collected<u32>,
    handles: mpsc::Receiver<ReceiverHandle<u32>>,
    stops: Arc<AtomicUsize>,
}

impl Running {
    fn start(failures: usize) -> Self {
        let (sender, handles) = mpsc::channel();
        let stops = Arc::new(AtomicUsize::new(0));
        let all = Collected::new();
        let by_hand = ByHand { handles: sender, stops: Arc::clone(&stops), failures };
        let job = stream! { from(by_hand) |> collect(&all) };
        Running { job: Stepped::start(job), all, handles, stops }
    }

    fn handle(&self) -> ReceiverHandle<u32> {
        self.handles.recv_timeout(streamdsl_tests::PATIENCE).unwrap()
    }

    fn stops(&self) -> usize {
        self.stops.load(Ordering::SeqCst)
    }
}

#[test]
fn records_join_the_batch_in_which_they_are_stored() {
    let running = Running::start(0);
    let handle = running.handle();
    handle.store(1).unwrap();
    handle.store_all([2, 3]).unwrap();
    running.job.end_batch();
    handle.store_block(vec![4, 5]).unwrap();
    assert_eq!(running.job.status().records_received, 5, "a block is in its batch at once");
    handle.store(6).unwrap();
    running.job.end_batch();
    running.job.end_batch();
    assert_eq!(running.all.sorted_batches(), [vec![1, 2, 3], vec![4, 5, 6], vec![]]);
    assert_eq!(running.job.status().receivers[0].source, "receiver ByHand");
    running.job.stop();
    assert_eq!(running.stops(), 1);
}

#[test]
fn what_was_accepted_is_processed_when_the_job_stops() {
    let running = Running::start(0);
    let handle = running.handle();
    assert!(!handle.is_stopped());
    for n in 0..5000 {
        handle.store(n).unwrap();
    }
    running.job.stop();
    assert!(handle.is_stopped());
    assert_eq!(handle.store(1), Err(NotAccepted));
    assert_eq!(handle.store_block(vec![1]), Err(NotAccepted));
    assert_eq!(running.all.sorted_batches(), [(0..5000).collect::<Vec<_>>()]);
}

#[test]
fn a_restart_stops_and_starts_with_a_new_handle() {
    let running = Running::start(0);
    let first = running.handle();
    first.store(1).unwrap();
    first.restart_after(Duration::from_millis(1), "the line is noisy");
    let second = running.handle();
    assert_eq!(running.stops(), 1);
    assert!(first.is_stopped() && !second.is_stopped());
    assert_eq!(first.store(2), Err(NotAccepted));
    first.stop("a handle of before has no say any more");
    second.store(3).unwrap();
    running.job.end_batch();
    assert_eq!(running.all.sorted_batches(), [[1, 3]]);
    let told: Vec<_> = running.job.notices().into_iter().map(|notice| notice.message).collect();
    assert_eq!(told, ["started", "the line is noisy; restarting in 1ms", "started"]);
}

#[test]
fn a_start_that_fails_is_tried_again() {
    let running = Running::start(2);
    let handle = running.handle();
    // The receiver hands out its handle before its start has returned.
    let is_told = || running.job.notice_kinds().contains(&NoticeKind::Connected);
    until("it is connected", is_told);
    handle.store(7).unwrap();
    running.job.end_batch();
    assert_eq!(running.all.records(), [7]);
    let kinds = running.job.notice_kinds();
    let failed = NoticeKind::Disconnected;
    assert_eq!(kinds, [failed, failed, NoticeKind::Connected]);
    let told = &running.job.notices()[0].message;
    assert_eq!(told, "cannot start: the device is not there; restarting in 100ms");
}

#[test]
fn errors_are_reported_and_the_end_ends_the_job() {
    let running = Running::start(0);
    let handle = running.handle();
    handle.report_error("a reading is out of range");
    let status = running.job.status();
    assert_eq!(status.receivers[0].last_error.as_deref(), Some("a reading is out of range"));
    until("it is connected", || running.job.status().receivers[0].connected);
    handle.store(1).unwrap();
    handle.stop("the experiment is over");
    until("it has stopped", || running.stops() == 1);
    running.job.advance();
    running.job.context().await_termination().unwrap();
    assert_eq!(running.all.records(), [1], "what was stored before the end is not lost");
}

#[test]
fn a_receiver_can_end_the_job_with_an_error() {
    let running = Running::start(0);
    running.handle().fail("the licence has expired");
    let error = running.job.context().await_termination().unwrap_err();
    assert_eq!(error.to_string(), "source receiver ByHand: the licence has expired");
}

/// A receiver of the lines that a real process prints.
struct Process {
    command: Command,
    child: Arc<Mutex<Option<Child>>>,
}

impl Receiver for Process {
    type Item = String;

    fn on_start(&mut self, handle: ReceiverHandle<String>) -> Started {
        let mut child = self.command.stdout(Stdio::piped()).spawn()?;
        let output: ChildStdout = child.stdout.take().ok_or("no output")?;
        *self.child.lock().unwrap() = Some(child);
        handle.clone().spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if handle.store(line).is_err() {
                    return;
                }
            }
            handle.stop("the process has ended");
        })?;
        Ok(())
    }

    fn on_stop(&mut self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn weight(line: &String) -> usize {
        size_of::<String>() + line.len()
    }

    fn describe(&self) -> String {
        format!("process {}", self.command.get_program().display())
    }
}

fn process(program: &str, arguments: &[&str]) -> Process {
    let mut command = Command::new(program);
    command.args(arguments);
    Process { command, child: Arc::default() }
}

#[test]
fn a_process_is_received_to_its_end() {
    let (count, last) = (Collected::new(), Collected::new());
    let job = stream! {
        let lines = from(process("seq", &["1", "200000"])) |> map(|line| line.parse::<u64>().unwrap());
        lines |> count |> collect(&count);
        lines |> reduce(max) |> collect(&last);
    };
    let context = StreamingContext::builder()
        .batch_interval(Duration::from_millis(20))
        .pool_limit(256 << 10)
        .page_size(4 << 10)
        .on_notice(|_| ())
        .build()
        .unwrap();
    context.run(job).unwrap();
    assert_eq!(count.records().iter().sum::<u64>(), 200_000);
    assert_eq!(last.records().into_iter().max(), Some(200_000));
    assert_eq!(context.status().receivers[0].source, "process seq");
}

#[test]
fn an_endless_process_is_ended_by_a_stop() {
    let endless = process("yes", &["again"]);
    let child = Arc::clone(&endless.child);
    let counts = Collected::new();
    let job = stream! { from(endless) |> count |> collect(&counts) };
    let builder = StreamingContext::builder().pool_limit(1 << 20).page_size(64 << 10);
    let job = Stepped::start_with(builder, job);
    until("a lot has arrived", || job.status().records_received > 100_000);
    job.end_batch();
    assert!(job.status().pool_bytes_in_use <= 2 << 20);
    job.stop();
    assert!(child.lock().unwrap().is_none());
    assert!(counts.records()[0] > 100_000);
}

/// A reliable receiver: it acknowledges each block to its server after it is stored.
struct Acknowledging {
    port: u16,
    connection: Option<TcpStream>,
}

impl Receiver for Acknowledging {
    type Item = String;

    fn on_start(&mut self, handle: ReceiverHandle<String>) -> Started {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        self.connection = Some(stream.try_clone()?);
        handle.clone().spawn(move || {
            let mut answers = stream.try_clone().unwrap();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let block = line.split(',').map(str::to_owned).collect();
                if handle.store_block(block).is_err() {
                    return;
                }
                std::io::Write::write_all(&mut answers, b"ok\n").unwrap();
            }
            handle.restart_after(Duration::from_millis(1), "the connection is lost");
        })?;
        Ok(())
    }

    fn on_stop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

#[test]
fn a_reliable_receiver_acknowledges_what_is_in_a_batch() {
    let server = Server::start();
    let all = Collected::new();
    let job = stream! {
        from(Acknowledging { port: server.port(), connection: None }) |> collect(&all)
    };
    let job = Stepped::start(job);
    for round in 0..2 {
        let mut peer = server.accept();
        peer.send(format!("a{round},b{round}\n"));
        let mut answer = String::new();
        BufReader::new(peer.stream()).read_line(&mut answer).unwrap();
        assert_eq!(answer, "ok\n");
        assert_eq!(job.status().records_received, 2 * (round + 1), "acknowledged means received");
        job.end_batch();
    }
    assert_eq!(all.sorted_batches(), [["a0", "b0"], ["a1", "b1"]]);
    job.stop();
}

#[test]
fn several_sources_at_once_and_a_source_made_of_a_receiver() {
    let (sender, handles) = mpsc::channel();
    let by_hand = || ByHand { handles: sender.clone(), stops: Arc::default(), failures: 0 };
    let (batches, all) = (Queue::<u32>::new(), Collected::new());
    let (first, second) = (by_hand(), receiver(by_hand()));
    let job = stream! {
        let first = from(first);
        let second = from(second);
        let third = queue(&batches);
        first |> union(second, third) |> collect(&all);
    };
    let job = Stepped::start(job);
    let handles = [(); 2].map(|()| handles.recv_timeout(streamdsl_tests::PATIENCE).unwrap());
    thread::scope(|scope| {
        for (start, handle) in (0..).step_by(10_000).zip(&handles) {
            scope.spawn(move || (start..start + 10_000).for_each(|n| handle.store(n).unwrap()));
        }
    });
    batches.push([20_000]);
    job.end_batch();
    assert!(all.sorted_batches() == [(0..=20_000).collect::<Vec<_>>()]);
    let counts: Vec<_> = job.status().receivers.iter().map(|source| source.records).collect();
    assert_eq!(counts, [10_000, 10_000, 1]);
}
