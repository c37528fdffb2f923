//! A package whose only program is replaced and compiled again and again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How often each program is compiled.
const ROUNDS: usize = 3;

/// What it costs to compile a program.
#[derive(Clone)]
pub(crate) struct Cost {
    /// User time of a dev build.
    pub(crate) dev: Duration,
    /// User time of a release build.
    pub(crate) release: Duration,
    /// The size of the stripped release program.
    pub(crate) bytes: u64,
}

pub(crate) struct Application {
    directory: PathBuf,
}

impl Application {
    /// Makes the package in the target directory.
    pub(crate) fn new() -> Result<Self, String> {
        let library = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("the library is not beside its benchmarks")?;
        let path = library.to_str().ok_or("the path of the library is not UTF-8")?;
        let exe = std::env::current_exe().map_err(|error| error.to_string())?;
        // <target>/<profile>/compile_time
        let target = exe.ancestors().nth(2).ok_or("the target directory is not known")?;
        let directory = target.join("compile_time");
        write(
            &directory.join("Cargo.toml"),
            &format!(
                "[package]
name = \"application\"
version = \"0.0.0\"
edition = \"2024\"

[dependencies]
streamdsl = {{ path = {path:?} }}

[profile.release]
strip = true

[workspace]
"
            ),
        )?;
        let (from, to) = (library.join("Cargo.lock"), directory.join("Cargo.lock"));
        fs::copy(&from, to).map_err(|error| format!("{}: {error}", from.display()))?;
        Ok(Self { directory })
    }

    /// What programs cost, in the same order: the least of several builds. The programs are built in
    /// turn, so that other work on the machine meets all of them.
    pub(crate) fn costs(&self, programs: &[String]) -> Result<Vec<Cost>, String> {
        let unknown = Cost { dev: Duration::MAX, release: Duration::MAX, bytes: 0 };
        let mut costs = vec![unknown; programs.len()];
        if let Some(any) = programs.first() {
            // Also compiles the library, if that has not been done yet.
            self.build(any, "dev")?;
            self.build(any, "release")?;
        }
        for round in 0..ROUNDS {
            for (program, cost) in programs.iter().zip(&mut costs) {
                let text = format!("{program}\n// round {round}\n");
                cost.dev = cost.dev.min(self.build(&text, "dev")?);
                cost.release = cost.release.min(self.build(&text, "release")?);
                let built = self.directory.join("target/release/application");
                cost.bytes = fs::metadata(&built).map_err(|error| error.to_string())?.len();
                run(&mut Command::new(built))?;
            }
        }
        Ok(costs)
    }

    /// The user time of one build.
    fn build(&self, text: &str, profile: &str) -> Result<Duration, String> {
        write(&self.directory.join("src/main.rs"), text)?;
        let begun = time_of_children()?;
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        cargo.args(["build", "--quiet", "--target-dir", "target", "--profile", profile]);
        // A full build of the program each time.
        run(cargo.env("CARGO_INCREMENTAL", "0").current_dir(&self.directory))?;
        Ok(time_of_children()?.saturating_sub(begun))
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    written
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The user time of all processes that this one has started and that have ended.
fn time_of_children() -> Result<Duration, String> {
    /// How Linux counts processor time for programs.
    const TICK: Duration = Duration::from_millis(10);
    let path = "/proc/self/stat";
    let stat = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    // The second field is the name of the program in parentheses. The user time of children is the
    // 16th field.
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = fields.split(' ').nth(13).and_then(|ticks| ticks.parse::<u32>().ok());
    ticks.map(|ticks| TICK * ticks).ok_or(format!("{path} has another format: {stat}"))
}
