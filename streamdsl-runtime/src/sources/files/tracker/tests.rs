//! Scans of a simulated directory.

use crate::sources::files::tracker::*;

/// A directory that a test changes between scans.
struct Directory {
    tracker: FileTracker,
    /// Name, number, size and modification time in seconds.
    files: Vec<(&'static str, u64, u64, u64)>,
    now: u64,
    births_are_known: bool,
}

impl Directory {
    fn new(settle: bool) -> Self {
        let tracker = FileTracker::new(settle.then_some(Duration::ZERO), 1000);
        Directory { tracker, files: Vec::new(), now: 1000, births_are_known: true }
    }

    fn put(&mut self, name: &'static str, inode: u64, size: u64, modified: u64) {
        self.files.retain(|file| file.0 != name);
        self.files.push((name, inode, size, modified));
    }

    fn remove(&mut self, name: &str) {
        self.files.retain(|file| file.0 != name);
    }

    fn see(&mut self, purpose: Purpose, complete: bool) -> ScanResult {
        self.tracker.begin(purpose);
        for (name, inode, size, modified) in &self.files {
            let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(*modified);
            let key = FileKey::test(*inode, self.births_are_known);
            self.tracker.see(Found {
                path: name.into(),
                key,
                stamp: Stamp { size: *size, modified },
            });
        }
        self.tracker.end(Duration::from_secs(self.now), complete)
    }

    fn choose(&mut self) -> ScanResult {
        self.now += 1;
        self.see(Purpose::Choose { now: Duration::from_secs(self.now) }, true)
    }

    /// Scans, reads the chosen files, and returns their names.
    fn read(&mut self) -> Vec<String> {
        let chosen = self.choose().files;
        for file in &chosen {
            self.tracker.read(&file.key);
        }
        chosen.iter().map(|file| file.path.display().to_string()).collect()
    }
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_file_is_read_when_two_looks_find_it_unchanged() {
    let mut directory = Directory::new(true);
    directory.put("b", 1, 10, 100);
    assert_eq!(directory.read(), NOTHING);
    directory.put("b", 1, 20, 101);
    directory.put("a", 2, 5, 1);
    assert_eq!(directory.read(), NOTHING);
    assert_eq!(directory.read(), ["a", "b"]);
    assert_eq!(directory.read(), NOTHING);
}

#[test]
fn a_file_that_only_appears_complete_is_read_at_once() {
    let mut directory = Directory::new(false);
    directory.put("a", 1, 10, 100);
    assert_eq!(directory.read(), ["a"]);
    assert_eq!(directory.read(), NOTHING);
}

#[test]
fn an_empty_file_waits_for_content() {
    let mut directory = Directory::new(false);
    directory.put("a", 1, 0, 100);
    assert_eq!(directory.read(), NOTHING);
    assert_eq!(directory.read(), NOTHING);
    directory.put("a", 1, 3, 105);
    assert_eq!(directory.read(), ["a"]);
}

#[test]
fn what_was_there_before_is_passed_over_until_it_changes() {
    let mut directory = Directory::new(true);
    directory.put("old", 1, 10, 100);
    directory.put("log", 2, 10, 100);
    directory.see(Purpose::Ignore, false);
    assert_eq!(directory.read(), NOTHING);
    directory.put("log", 2, 11, 101);
    directory.put("renamed", 1, 10, 100);
    directory.remove("old");
    assert_eq!(directory.read(), NOTHING);
    assert_eq!(directory.read(), ["log"]);
}

#[test]
fn what_was_found_before_the_start_is_read_in_the_first_batch() {
    let mut directory = Directory::new(true);
    directory.put("old", 1, 10, 100);
    assert!(directory.see(Purpose::Find { now: Duration::ZERO }, false).files.is_empty());
    assert_eq!(directory.read(), ["old"]);
}

#[test]
fn a_renamed_file_is_not_read_again_but_a_replaced_one_is() {
    for births_are_known in [true, false] {
        let mut directory = Directory::new(false);
        directory.births_are_known = births_are_known;
        directory.put("a", 1, 10, 100);
        assert_eq!(directory.read(), ["a"]);
        directory.remove("a");
        directory.put("a.1", 1, 10, 100);
        directory.put("a", 2, 10, 100);
        assert_eq!(directory.read(), ["a"]);
        // A new file may get the inode number of a file that is gone.
        directory.remove("a.1");
        assert_eq!(directory.read(), NOTHING);
        if !births_are_known {
            directory.put("c", 1, 7, 300);
            assert_eq!(directory.read(), ["c"]);
        }
    }
}

#[test]
fn a_change_after_reading_is_told_once() {
    let mut directory = Directory::new(true);
    directory.put("a", 1, 10, 100);
    directory.read();
    directory.read();
    directory.put("a", 1, 12, 101);
    let messages = directory.choose().messages;
    assert!(messages[0].starts_with("a changed after it was read"), "{messages:?}");
    directory.put("a", 1, 14, 102);
    let result = directory.choose();
    assert!(result.messages.is_empty() && result.files.is_empty());
}

#[test]
fn a_file_with_two_names_is_read_once() {
    let mut directory = Directory::new(true);
    directory.put("a", 1, 10, 100);
    directory.put("b", 1, 10, 100);
    assert_eq!(directory.read(), NOTHING);
    assert_eq!(directory.read(), ["a"]);
    assert_eq!(directory.read(), NOTHING);
}

#[test]
fn a_file_that_vanishes_unread_is_told() {
    let mut directory = Directory::new(true);
    directory.put("a", 1, 10, 100);
    directory.read();
    directory.remove("a");
    assert_eq!(directory.choose().messages, ["a vanished before it could be read"]);
    assert!(directory.choose().messages.is_empty());
}

#[test]
fn a_failure_is_tried_again_later_and_at_once_if_the_file_changes() {
    let mut directory = Directory::new(false);
    directory.put("a", 1, 10, 100);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        let chosen = directory.choose().files.pop().unwrap();
        assert_eq!(chosen.done, if pauses.is_empty() { 0 } else { 4 });
        let now = Duration::from_secs(directory.now);
        let failed = directory.tracker.failed(&chosen.key, 4, now);
        pauses.push((failed.delay.as_secs(), failed.is_worth_a_notice));
        if failed.delay.as_secs() > 1 {
            assert!(directory.choose().files.is_empty());
        }
        directory.now = now.as_secs() + failed.delay.as_secs() - 1;
    }
    let expected = [1, 2, 4, 8, 16, 32, 64, 64, 64];
    assert!(pauses.iter().map(|pause| pause.0).eq(expected), "{pauses:?}");
    assert!(!pauses[4].1);
    directory.choose();
    directory.put("a", 1, 12, 101);
    assert_eq!(directory.read(), ["a"]);
}

#[test]
fn a_file_that_seems_gone_for_a_while_is_remembered() {
    let mut directory = Directory::new(false);
    directory.put("a", 1, 10, 100);
    assert_eq!(directory.read(), ["a"]);
    directory.remove("a");
    directory.choose();
    directory.now += 50;
    directory.put("a", 1, 10, 100);
    assert_eq!(directory.read(), NOTHING);
    directory.remove("a");
    directory.choose();
    directory.now += 61;
    directory.choose();
    assert!(directory.tracker.files.is_empty());
    // A scan that could not see everything does not prove that a file is gone.
    directory.put("b", 2, 10, 100);
    directory.read();
    directory.remove("b");
    for _ in 0..3 {
        directory.now += 61;
        directory.see(Purpose::Choose { now: Duration::from_secs(directory.now) }, false);
    }
    assert_eq!(directory.tracker.files.len(), 1);
}

#[test]
fn too_many_files_are_remembered_by_their_age() {
    let mut directory = Directory::new(false);
    directory.tracker.limit = 10;
    let names: Vec<String> = (0..25).map(|n| format!("f{n:02}")).collect();
    for (n, name) in names.iter().take(20).enumerate() {
        let name: &'static str = name.clone().leak();
        directory.put(name, n as u64, 10, 100 + n as u64);
    }
    let first = directory.choose();
    assert_eq!(first.files.len(), 20, "nothing is forgotten before it is read");
    for file in &first.files {
        directory.tracker.read(&file.key);
    }
    let messages = directory.choose().messages;
    assert!(messages[0].starts_with("there are more than 10 files"), "{messages:?}");
    assert!(directory.tracker.files.len() <= 10);
    for _ in 0..5 {
        assert_eq!(directory.read(), NOTHING);
        assert!(directory.tracker.files.len() <= 10);
    }
    directory.put("new", 100, 10, 200);
    assert_eq!(directory.read(), ["new"]);
}
