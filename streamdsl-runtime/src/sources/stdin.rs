//! Lines from standard input.

use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::base::error::Result;
use crate::receive::chunk::TextChunk;
use crate::receive::inlet::Inlet;
use crate::sources::Source;

/// The lines of standard input, as text.
///
/// A receiver on a thread of its own reads them as they come. At the end of the input, the job ends
/// by itself, if its other sources have ended too; a last line without a line end is delivered.
///
/// ```
/// # use streamdsl::source::{Source, stdin};
/// assert_eq!(stdin().describe(), "standard input");
/// ```
pub fn stdin() -> StdinSource {
    StdinSource { ended: Arc::default(), receiver: None }
}

/// A source that reads standard input, made by [`stdin`].
pub struct StdinSource {
    ended: Arc<AtomicBool>,
    receiver: Option<JoinHandle<()>>,
}

impl Source for StdinSource {
    type Chunk = TextChunk;

    fn describe(&self) -> String {
        "standard input".into()
    }

    fn start(&mut self, inlet: Inlet<TextChunk>) -> Result<()> {
        let ended = Arc::clone(&self.ended);
        self.receiver = Some(inlet.spawn(move |inlet| receive(inlet, &ended))?);
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.ended.load(Ordering::SeqCst)
    }

    fn stop(&mut self) {
        // Where waiting for input cannot be interrupted, the thread is left to itself: it reads at
        // most once more, and finds then that nobody wants the input.
        if let Some(receiver) = self.receiver.take().filter(|_| wait::CAN_BE_INTERRUPTED) {
            let _ = receiver.join();
        }
    }
}

fn receive(inlet: &Inlet<TextChunk>, ended: &AtomicBool) {
    // Everything that is in the buffer is taken each time, so waiting for the system is enough.
    let mut input = io::stdin().lock();
    while wait::for_input(|| inlet.is_stopping()) {
        let read = match input.fill_buf() {
            Ok([]) => break,
            Ok(bytes) => {
                inlet.push_begun_bytes(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => {
                inlet.fail(format!("cannot read it: {error}"));
                return;
            }
        };
        input.consume(read);
    }
    inlet.finish_record();
    ended.store(true, Ordering::SeqCst);
}

/// Waiting for input so that a job can be stopped meanwhile.
#[cfg(target_os = "linux")]
mod wait {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    pub(super) const CAN_BE_INTERRUPTED: bool = true;

    /// How long a job that stops may have to wait for this thread.
    const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

    /// Waits until there is something to read or the input has ended; gives false if `given_up`
    /// says that nobody wants it.
    pub(super) fn for_input(given_up: impl Fn() -> bool) -> bool {
        let stdin = std::io::stdin();
        while !given_up() {
            let mut wanted = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut wanted, Some(&LOOK)) {
                Ok(0) | Err(Errno::INTR) => {}
                // Any other error is found again, and reported, by the read.
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
