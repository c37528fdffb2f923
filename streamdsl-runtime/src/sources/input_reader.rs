//! The reader that a converting source passes to its converter.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::base::sync::lock;

/// The size in bytes of the buffer between the input and the converter.
pub(crate) const BUFFER: usize = 64 << 10;

/// The bytes of a file or of a connection, for a function that converts them into records.
///
/// It is an ordinary [`BufRead`]: `reader.lines()`, `reader.split(b';')` and `read_exact` work. The
/// converter need not report read errors; the source detects them itself.
pub struct InputReader {
    name: String,
    inner: BufReader<Watched>,
    progress: Arc<Progress>,
}

impl InputReader {
    pub(crate) fn new(name: String, input: impl Read + Send + 'static) -> Self {
        let progress = Arc::<Progress>::default();
        let watched = Watched { input: Box::new(input), progress: Arc::clone(&progress) };
        InputReader { name, inner: BufReader::with_capacity(BUFFER, watched), progress }
    }

    /// The name of the input: the path of a file, or `host:port`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }
}

impl fmt::Debug for InputReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InputReader").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Read for InputReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for InputReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

/// How far the reading has come. The source sees it while the converter holds the reader.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    bytes: AtomicU64,
    error: Mutex<Option<io::Error>>,
}

impl Progress {
    /// The number of bytes read so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Takes the first read error, if there was one.
    pub(crate) fn take_error(&self) -> Option<io::Error> {
        lock(&self.error).take()
    }
}

/// The input, wrapped so that its bytes and its first error are recorded.
struct Watched {
    input: Box<dyn Read + Send>,
    progress: Arc<Progress>,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.input.read(buffer);
        match &result {
            Ok(count) => {
                self.progress.bytes.fetch_add(*count as u64, Ordering::Relaxed);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                let copy = io::Error::new(error.kind(), error.to_string());
                lock(&self.progress.error).get_or_insert(copy);
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is cut"))
        }
    }

    #[test]
    fn an_error_is_noticed_even_if_the_converter_hides_it() {
        let input = io::Cursor::new("one\ntwo\nthr").chain(Broken);
        let reader = InputReader::new("test".into(), input);
        let progress = reader.progress();
        let lines: Vec<_> = reader.lines().map_while(Result::ok).collect();
        assert_eq!(lines, ["one", "two"]);
        assert_eq!(progress.bytes(), 11);
        assert_eq!(progress.take_error().unwrap().to_string(), "the cable is cut");
        assert!(progress.take_error().is_none());
    }
}
