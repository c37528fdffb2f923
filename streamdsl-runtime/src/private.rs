//! What generated code names. Nothing here is for use by hand.

pub use crate::keyed::PageWindow;
pub use crate::pipeline::{Idle, OperatorInfo, Plan, Program};
pub use crate::worker::Worker;
pub use streamdsl_macros::{stream_impl, stream_in_editor};

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::pipeline::Pipeline {
    std::process::abort()
}

/// Fixes the seed of all key hashes, so that a program takes the same instructions in every run.
/// For the instruction benchmark: with a known seed, input can be made of keys that collide.
/// Returns `false`, and changes nothing, if a key has been hashed before.
#[doc(hidden)]
pub fn fix_hash_seed(a: u64, b: u64) -> bool {
    crate::key::Seed::fix(a, b)
}

/// Reads the bytes of a checkpoint file. For the tests of decoders, which give it any bytes.
///
/// # Errors
/// What is wrong with the bytes.
#[doc(hidden)]
pub fn read_checkpoint(file: &[u8]) -> Result<crate::state::Snapshot, String> {
    crate::checkpoint::read_bytes(file)
}

/// Calls `each` for every word of a text. For the tests of decoders.
#[doc(hidden)]
pub fn for_each_word<'p>(text: &'p str, each: &mut dyn FnMut(&'p str)) {
    crate::words::for_each_word(text, each);
}
