//! The source for standard input.

use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::base::error::Result;
use crate::receive::chunk::TextChunk;
use crate::receive::inlet::Inlet;
use crate::receive::long_record::{OnLongRecord, Place};
use crate::sources::Source;
use crate::sources::stream_start::StreamStart;

/// The lines of standard input, as text.
///
/// The source reads on a thread of its own, as lines arrive. At the end of the input the job ends
/// by itself, if its other sources have ended too. A last line without a line end is delivered. If
/// the job stops before the end of the input, an unfinished line is dropped, and a notice says so.
///
/// ```
/// # use streamdsl::source::{Source, stdin};
/// assert_eq!(stdin().describe(), "standard input");
/// ```
pub fn stdin() -> StdinSource {
    StdinSource { ended: Arc::default(), receiver: None, on_long_record: OnLongRecord::Stop }
}

/// A source that reads standard input, created by [`stdin`].
pub struct StdinSource {
    ended: Arc<AtomicBool>,
    receiver: Option<JoinHandle<()>>,
    on_long_record: OnLongRecord,
}

impl StdinSource {
    /// What to do with a line that is longer than
    /// [`max_record_bytes`](crate::job::context::Builder::max_record_bytes) allows. Default: the job
    /// ends with an error that says where the line is.
    pub fn on_long_record(mut self, policy: OnLongRecord) -> Self {
        self.on_long_record = policy;
        self
    }
}

impl Source for StdinSource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        "standard input".into()
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        inlet.on_long_record(self.on_long_record, true);
        inlet.begin_input(Place { file: None, offset: Some(0), lines: Some(0) });
        let ended = Arc::clone(&self.ended);
        self.receiver = Some(inlet.spawn(move |inlet| receive(inlet, &ended))?);
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    fn stop(&mut self) {
        // On systems where waiting for input cannot be interrupted, `stop` does not wait for the
        // thread. The thread reads at most once more and then ends.
        if let Some(receiver) = self.receiver.take().filter(|_| wait::CAN_BE_INTERRUPTED) {
            let _ = receiver.join();
        }
    }
}

fn receive(inlet: &Inlet<TextChunk>, ended: &AtomicBool) {
    // Each pass takes everything in the buffer, so it is enough to wait for the operating system.
    let mut input = io::stdin().lock();
    let mut start = StreamStart::new(true);
    while wait::for_input(|| inlet.is_stopping()) {
        let read = match input.fill_buf() {
            Ok([]) => {
                inlet.push_begun_bytes(start.rest());
                inlet.finish_record();
                ended.store(true, Ordering::SeqCst);
                return;
            }
            Ok(bytes) if start.is_due() => match start.take(bytes) {
                Ok((taken, first)) => {
                    if !(inlet.push_begun_bytes(first) && inlet.push_begun_bytes(&bytes[taken..])) {
                        break;
                    }
                    bytes.len()
                }
                Err(error) => {
                    inlet.fail(format!("cannot read it: {error}"));
                    return;
                }
            },
            Ok(bytes) if inlet.push_begun_bytes(bytes) => bytes.len(),
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => {
                inlet.drop_unfinished("the rest cannot be read");
                inlet.fail(format!("cannot read it: {error}"));
                return;
            }
        };
        input.consume(read);
    }
    inlet.drop_unfinished("the job stopped before the rest arrived");
}

/// Waits for input in a way that a stop of the job can interrupt.
#[cfg(target_os = "linux")]
mod wait {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    pub(super) const CAN_BE_INTERRUPTED: bool = true;

    /// The longest time that a stopping job waits for this thread.
    const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

    /// Waits until there is input to read or the input has ended. Returns false if `given_up`
    /// returns true.
    pub(super) fn for_input(given_up: impl Fn() -> bool) -> bool {
        let stdin = std::io::stdin();
        while !given_up() {
            let mut wanted = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut wanted, Some(&LOOK)) {
                Ok(0) | Err(Errno::INTR) => {}
                // The read that follows meets any other error again and reports it.
                Ok(_) | Err(_) => return true,
            }
        }
        false
    }
}

#[cfg(not(target_os = "linux"))]
mod wait {
    pub(super) const CAN_BE_INTERRUPTED: bool = false;

    pub(super) fn for_input(given_up: impl Fn() -> bool) -> bool {
        !given_up()
    }
}
