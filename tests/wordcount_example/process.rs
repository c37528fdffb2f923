//! The example as a process of its own.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use streamdsl_tests::until;

/// The example's program, built if it is not there or older than its sources.
pub(crate) fn example() -> &'static Path {
    static EXAMPLE: OnceLock<PathBuf> = OnceLock::new();
    EXAMPLE.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        // <target>/<profile>/deps/<test>
        let profile = test.parent().and_then(Path::parent).unwrap();
        let name = format!("wordcount{}", std::env::consts::EXE_SUFFIX);
        let program = profile.join("examples").join(name);
        if modified(&program).is_none_or(|built| built < newest_source()) {
            build(profile);
        }
        assert!(program.exists(), "{} is missing", program.display());
        program
    })
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn build(profile: &Path) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--example", "wordcount", "--target-dir"]);
    command.arg(profile.parent().unwrap()).current_dir(workspace());
    if profile.ends_with("release") {
        command.arg("--release");
    }
    assert!(command.status().unwrap().success(), "the example does not build");
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// When the sources that the example is made of were changed last.
fn newest_source() -> SystemTime {
    let mut folders: Vec<_> =
        ["src", "examples/wordcount", "streamdsl-runtime/src", "streamdsl-macros/src"]
            .map(|folder| workspace().join(folder))
            .into();
    let mut newest = SystemTime::UNIX_EPOCH;
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                newest = newest.max(modified(&path).unwrap());
            }
        }
    }
    newest
}

/// Runs the example to its end, without a terminal.
pub(crate) fn run(arguments: &str) -> Output {
    Command::new(example()).args(arguments.split_whitespace()).output().unwrap()
}

/// The example, running without a terminal.
pub(crate) struct Running {
    child: Child,
    stdout: Captured,
    stderr: Captured,
}

/// What a process writes, as far as it has been written.
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

    /// Waits until it has ended; gives the exit status, and what it wrote to stdout and stderr.
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
