//! Counts words from a socket in batches of one second. The sender is another process and sends as
//! fast as it can. The result is bytes per second, compared with a reference that reads the same
//! socket.
//!
//! `cargo bench --bench socket -- 60` lets each program run for sixty seconds; five is the default.

#![allow(missing_docs, clippy::expect_used, reason = "a program for measuring")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use streamdsl::prelude::*;
use streamdsl_benches::corpus::{size, zipf_text};
use streamdsl_benches::reference::receive::count_until;

const DISTINCT: usize = 100_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "send") {
        return send();
    }
    let seconds = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(5.0);
    let short = arguments.iter().any(|argument| argument == "--test");
    let time = Duration::from_secs_f64(if short { 0.3 } else { seconds });
    let (mut speeds, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..if short { 1 } else { 3 } {
        let reference = by_reference(time);
        let (stream, delays) = by_stream(time);
        speeds.push(stream.speed / reference.speed);
        costs.push(reference.cost / stream.cost);
        println!("reference {reference}; stream {stream}; delay of batches {delays:?}");
    }
    for (name, ratios) in [("bytes per second", &mut speeds), ("processor time", &mut costs)] {
        ratios.sort_by(f64::total_cmp);
        println!("{name}: median ratio {:.2}", ratios[ratios.len() / 2]);
    }
}

/// What a receiver did, and the processor time of its process (without the sender).
struct Received {
    /// Bytes per nanosecond.
    speed: f64,
    /// Nanoseconds of processor time per byte.
    cost: f64,
}

impl Received {
    /// The result for this many bytes in the time since `start`.
    fn since((start, processor): (Instant, Duration), bytes: u64) -> Self {
        let (time, spent) = (start.elapsed(), processor_time().saturating_sub(processor));
        Self {
            speed: bytes as f64 / time.as_nanos() as f64,
            cost: spent.as_nanos() as f64 / bytes as f64,
        }
    }
}

impl std::fmt::Display for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} GB/s ({:.2} ns of the processor a byte)", self.speed, self.cost)
    }
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec.cast_unsigned() as u32)
}

/// Sends to each client until it disconnects.
fn send() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    println!("{}", listener.local_addr().expect("its address").port());
    let (mut peer, _) = listener.accept().expect("somebody who listens");
    let text = zipf_text(size(32 << 20), DISTINCT);
    while peer.write_all(text.as_bytes()).is_ok() {}
}

/// A sender, and the port that it listens on.
struct Sending(Child, u16);

impl Sending {
    fn start() -> Self {
        let program = std::env::current_exe().expect("this program");
        let mut child =
            Command::new(program).arg("send").stdout(Stdio::piped()).spawn().expect("the sender");
        let mut line = String::new();
        let said = child.stdout.as_mut().expect("what it says");
        BufReader::new(said).read_line(&mut line).expect("its port");
        Sending(child, line.trim().parse().expect("its port"))
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        // It may already have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn by_reference(time: Duration) -> Received {
    let sending = Sending::start();
    let peer = TcpStream::connect(("127.0.0.1", sending.1)).expect("the sender");
    // Wait for the first bytes, so that the time to generate the text does not count.
    peer.peek(&mut [0]).expect("something to read");
    let start = (Instant::now(), processor_time());
    let (bytes, words) = count_until(peer, start.0 + time, DISTINCT);
    assert!(words > 0);
    Received::since(start, bytes)
}

/// With the delays of the batches.
fn by_stream(time: Duration) -> (Received, Vec<Duration>) {
    let sending = Sending::start();
    let totals = Collected::new();
    let port = sending.1;
    let job = stream! {
        socket("127.0.0.1", port)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> map(|(_, count)| count)
            |> reduce(+)
            |> collect(&totals)
    };
    let interval = Duration::from_secs(1).min(time / 3);
    let context = StreamingContext::builder().batch_interval(interval).workers(1);
    let context = context.stop_on_ctrl_c(false).build().expect("a context");
    context.start(job).expect("a job");
    while context.status().bytes_received == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    let before = context.status().bytes_received;
    let start = (Instant::now(), processor_time());
    let mut delays = Vec::new();
    while start.0.elapsed() < time {
        std::thread::sleep(interval.min(time.saturating_sub(start.0.elapsed())));
        delays.extend(context.status().last_batch.map(|batch| batch.total_delay));
    }
    let received = Received::since(start, context.status().bytes_received - before);
    context.stop(StopMode::Graceful).expect("a good end");
    assert!(totals.records().iter().sum::<u64>() > 0);
    (received, delays)
}
