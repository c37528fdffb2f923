//! Runs the example programs as users run them.
#![allow(clippy::unwrap_used, reason = "it is for tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// The path of an example's program. Builds all examples if the program does not exist or is older
/// than its sources.
///
/// # Panics
/// If the examples do not build.
pub fn program(name: &str) -> PathBuf {
    static BUILDING: Mutex<bool> = Mutex::new(false);
    let test = std::env::current_exe().unwrap();
    // <target>/<profile>/deps/<test>
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut built = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    if !*built && modified(&program).is_none_or(|built| built < newest_source()) {
        build(profile);
        *built = true;
    }
    assert!(program.exists(), "{} is missing", program.display());
    program
}

/// The folder of the workspace.
///
/// # Panics
/// Never: this package is in the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn build(profile: &Path) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--examples", "--target-dir"]);
    command.arg(profile.parent().unwrap()).current_dir(workspace());
    if profile.ends_with("release") {
        command.arg("--release");
    }
    assert!(command.status().unwrap().success(), "the examples do not build");
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// The time at which the sources of the examples last changed.
fn newest_source() -> SystemTime {
    let mut folders: Vec<_> = ["src", "examples", "streamdsl-runtime/src", "streamdsl-macros/src"]
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
