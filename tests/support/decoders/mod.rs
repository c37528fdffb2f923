//! What reads bytes that somebody else may have written: one function per decoder, for any bytes.
//!
//! `tests/fuzz` gives these functions to libFuzzer; the test `decoders` runs them on the corpus and
//! on mutations of it with any toolchain. A function panics if its decoder breaks a promise.

mod files;
mod state;
mod text;
mod values;

/// A decoder under test.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: that of its fuzz target and of its corpus, a directory in `tests/fuzz/corpus`.
    pub name: &'static str,
    /// Decodes any bytes.
    pub run: fn(&[u8]),
}

/// All decoders.
pub const TARGETS: &[Target] = &[
    Target { name: "checkpoint", run: files::checkpoint },
    Target { name: "keys", run: values::keys },
    Target { name: "lines", run: text::lines },
    Target { name: "object_file", run: files::object_file },
    Target { name: "records", run: values::records },
    Target { name: "restored_state", run: state::restored },
    Target { name: "words", run: text::words },
];

/// Decodes bytes with the decoder of this name.
///
/// # Panics
/// If there is no such decoder, or it breaks a promise.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("no decoder is called {name}")).run)(bytes);
}
