//! The listener that prints statistics.

use std::io::Write;
use std::sync::{Arc, Mutex};

use streamdsl::clock::SimulatedClock;
use streamdsl::listener::StatsReportListener;
use streamdsl::prelude::*;

/// A writer whose contents the test can read.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn statistics_are_printed_every_so_many_batches() {
    let paper = Paper::default();
    let report = StatsReportListener::new(2).output(paper.clone());
    let job = stream! { memory([vec![1, 2, 3], vec![4], vec![5], vec![], vec![6]]) |> pprint };
    let builder = StreamingContext::builder().clock(SimulatedClock::new()).workers(2);
    let builder = builder.pin_workers(false).stop_on_ctrl_c(false).output(std::io::sink());
    builder.listener(report).build().unwrap().run(job).unwrap();
    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 10, "{text}");
    assert!(lines[0].starts_with("2 batches to "), "{text}");
    assert!(lines[0].ends_with(": 4 records, 2 in each"), "{text}");
    assert!(lines[5].ends_with(": 1 records, 0 in each"), "{text}");
    assert!(lines[1].ends_with("75%        90%       100%"), "{text}");
    for (line, name) in
        lines[2..5].iter().zip(["scheduling delay", "processing time", "total delay"])
    {
        assert!(line.starts_with(name) && line.ends_with(" ms"), "{text}");
        assert_eq!(line.len(), lines[1].len(), "{text}");
    }
}
