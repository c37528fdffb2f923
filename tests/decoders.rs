//! The decoders on the corpus of the fuzz targets and on mutations of it: in a few seconds, the same
//! in every run, with any toolchain. `tests/fuzz` looks longer.
//!
//! No decoder may panic or take more memory at once than its input justifies.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use streamdsl_tests::Random;
use streamdsl_tests::decoders::{self, TARGETS};

thread_local! {
    /// The largest block that this thread has asked for.
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, noting the largest block of each thread.
struct Noting;

#[global_allocator]
static NOTING: Noting = Noting;

fn note(bytes: usize) {
    let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(bytes)));
}

// SAFETY: every call is passed on to the system's allocator unchanged; noting allocates nothing.
unsafe impl GlobalAlloc for Noting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller keeps the promises that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        // SAFETY: as above.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&directory).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", directory.display());
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Changes some bytes, cuts, repeats, or puts in numbers that are likely to break something.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const NUMBERS: [&[u8]; 5] =
        [&[0xFF; 4], &[0xFF; 8], &[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], &[0x80; 3], &[0; 8]];
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            2 => bytes.truncate(at),
            3 => {
                let number = NUMBERS[random.below(NUMBERS.len() as u64) as usize];
                bytes.splice(at..at, number.iter().copied());
            }
            4 => bytes.extend_from_within(at..),
            _ => bytes.insert(at, random.below(256) as u8),
        }
    }
}

/// Gives the decoder its corpus, and `rounds` mutations of it. What it needs whatever the input is,
/// such as buffers of files, may take `fixed` bytes.
fn check(target: &str, rounds: usize, fixed: usize) {
    let corpus = corpus(target);
    let mut random = Random::new(1);
    let mutated = (0..rounds).map(|round| {
        let mut bytes = corpus[round % corpus.len()].clone();
        mutate(&mut bytes, &mut random);
        bytes
    });
    for bytes in corpus.iter().cloned().chain(mutated) {
        LARGEST.set(0);
        decoders::run(target, &bytes);
        let largest = LARGEST.get();
        assert!(largest <= fixed + 64 * bytes.len(), "{largest} bytes for {bytes:?}");
    }
}

macro_rules! targets {
    ($($name:ident, $rounds:literal, $fixed:expr;)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), $rounds, $fixed);
        })*

        #[test]
        fn every_decoder_is_tested() {
            let tested = [$(stringify!($name)),*];
            assert!(TARGETS.iter().map(|target| target.name).eq(tested));
        }
    };
}

targets! {
    checkpoint, 20_000, 4 << 10;
    keys, 20_000, 16 << 10;
    lines, 20_000, 4 << 10;
    object_file, 2_000, 64 << 10;
    records, 20_000, 4 << 10;
    // The job that restores the state has buffers of its own.
    restored_state, 400, 16 << 20;
    words, 20_000, 4 << 10;
}
