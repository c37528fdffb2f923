//! Runs the example as a process.

use std::ffi::OsString;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use streamdsl_tests::examples::program;
use streamdsl_tests::until;

/// The path of the example's program.
pub(crate) fn example() -> PathBuf {
    program("wordcount")
}

/// Runs the example to its end, without a terminal.
pub(crate) fn run(arguments: &str) -> Output {
    Command::new(example()).args(arguments.split_whitespace()).output().unwrap()
}

/// The running example, without a terminal.
pub(crate) struct Running {
    child: Child,
    stdout: Captured,
    stderr: Captured,
}

/// The output of a process so far.
struct Captured {
    text: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Running {
    pub(crate) fn start(arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(OsString::from);
        let mut child = Command::new(example())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = Captured::of(child.stdout.take().unwrap());
        let stderr = Captured::of(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    pub(crate) fn stderr(&self) -> String {
        self.stderr.text()
    }

    #[track_caller]
    pub(crate) fn until_stdout(&self, what: &str, condition: impl Fn(&str) -> bool) {
        until(what, || condition(&self.stdout()));
    }

    #[track_caller]
    pub(crate) fn until_stderr(&self, text: &str) {
        until(&format!("it says {text:?}"), || self.stderr().contains(text));
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits until the process has ended. Returns the exit status, stdout and stderr.
    pub(crate) fn wait(mut self) -> (Option<i32>, String, String) {
        let status = self.child.wait().unwrap();
        (status.code(), self.stdout.all(), self.stderr.all())
    }
}

impl Captured {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = pipe.read(&mut buffer) {
                if count == 0 {
                    return;
                }
                into.lock().unwrap().extend_from_slice(&buffer[..count]);
            }
        });
        Self { text, reader }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned()
    }

    fn all(self) -> String {
        self.reader.join().unwrap();
        String::from_utf8(std::mem::take(&mut *self.text.lock().unwrap())).unwrap()
    }
}
