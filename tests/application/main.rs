//! Applications as users write them: crates outside the workspace that depend on this one.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An application crate in its own directory.
struct Application {
    name: &'static str,
    directory: tempfile::TempDir,
}

impl Application {
    /// Writes the crate. `dependency` is its line for this library, `main` is its program.
    fn new(name: &'static str, edition: &str, dependency: &str, main: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n\n\
             [dependencies]\n{dependency}\n\n[lints.rust]\nwarnings = \"deny\"\n",
        );
        fs::write(directory.path().join("Cargo.toml"), manifest).unwrap();
        // The versions that the workspace uses are already on this machine.
        fs::copy(root().join("Cargo.lock"), directory.path().join("Cargo.lock")).unwrap();
        fs::create_dir(directory.path().join("src")).unwrap();
        fs::write(directory.path().join("src/main.rs"), main).unwrap();
        Self { name, directory }
    }

    /// Builds the crate. All applications share compiled code, also with earlier runs.
    fn build(&self) -> PathBuf {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("applications");
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet"])
            .current_dir(self.directory.path())
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("RUSTFLAGS")
            .output();
        let cargo = cargo.unwrap();
        assert!(cargo.status.success(), "{}: {}", self.name, text(&cargo.stderr));
        target.join("debug").join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX))
    }

    /// Builds and runs the crate.
    fn run(&self) -> Output {
        Command::new(self.build()).env("TZ", "UTC").output().unwrap()
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The output of both applications.
const PRINTED: &str = "\
-------------------------------------------
Time: 1970-01-01 00:00:01
-------------------------------------------
(\"be\", 1)

-------------------------------------------
Time: 1970-01-01 00:00:02
-------------------------------------------
(\"be\", 3)

";

#[test]
fn an_application_depends_on_the_library() {
    let dependency = format!("streamdsl = {{ path = {:?} }}", root());
    let main = include_str!("wordcount.rs");
    let output = Application::new("wordcount-application", "2024", &dependency, main).run();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), PRINTED);
    assert!(output.status.success());
}

#[test]
fn an_application_gives_the_library_another_name() {
    let dependency = format!("dsl = {{ package = \"streamdsl\", path = {:?} }}", root());
    let main = include_str!("renamed.rs");
    let output = Application::new("renamed-application", "2021", &dependency, main).run();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), PRINTED);
    assert!(output.status.success());
}
