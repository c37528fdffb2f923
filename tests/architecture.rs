//! The rooms of the runtime stay in their order: a room uses only those below it, and no files of
//! different rooms import each other in a circle.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use streamdsl_tests::examples::workspace;

/// From the ground up.
const ROOMS: [&str; 12] = [
    "base", "data", "watch", "shared", "plan", "state", "outputs", "receive", "sources", "job",
    "stages", "language",
];

/// What belongs to no room: the doors of the crate.
const DOORS: [&str; 4] = ["lib", "prelude", "private", "testing"];

fn source() -> PathBuf {
    workspace().join("streamdsl-runtime/src")
}

/// Every file below `folder`.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files = Vec::new();
    for path in entries {
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// The height of a room.
fn floor(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

/// The rooms that a line of code names by `crate::room`. Comments may name any room.
fn rooms_named_in(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::").skip(1).filter_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        floor(name).map(|_| name)
    })
}

#[test]
fn every_folder_is_a_room_and_every_room_is_there() {
    let mut entries: Vec<String> = fs::read_dir(source())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    entries.sort_unstable();
    let mut expected: Vec<&str> = ROOMS.into_iter().chain(DOORS).collect();
    expected.sort_unstable();
    assert_eq!(entries, expected);
}

#[test]
fn no_room_imports_one_above_it() {
    let mut upward = Vec::new();
    for room in ROOMS {
        for file in files_below(&source().join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in text.lines().enumerate() {
                for named in rooms_named_in(line) {
                    if floor(named) > floor(room) {
                        upward.push(format!("{}:{}: {line}", file.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(upward.is_empty(), "a lower room imports an upper one:\n{}", upward.join("\n"));
}

#[test]
fn every_room_says_at_its_head_what_it_is() {
    for room in ROOMS {
        let head = fs::read_to_string(source().join(room).join("mod.rs")).unwrap();
        assert!(head.starts_with("//! "), "{room}/mod.rs has no page at its head");
    }
}

/// The map of the source code names the same rooms, from the top down.
#[test]
fn the_map_shows_the_rooms_in_their_order() {
    let map = fs::read_to_string(workspace().join("docs/architecture.md")).unwrap();
    let positions: BTreeMap<usize, &str> = ROOMS
        .into_iter()
        .map(|room| {
            let row = format!("| `{room}/");
            (map.find(&row).unwrap_or_else(|| panic!("no row {row}")), room)
        })
        .collect();
    let shown: Vec<&str> = positions.into_values().collect();
    let expected: Vec<&str> = ROOMS.into_iter().rev().collect();
    assert_eq!(shown, expected);
}
