//! What generated code names. Nothing here is for use by hand.

pub use crate::data::key::PageBytes;
pub use crate::job::pipeline::Program;
pub use crate::job::worker::Worker;
pub use crate::plan::{Idle, OperatorInfo, Plan};
pub use streamdsl_macros::{stream_impl, stream_in_editor};

/// Stands for the value of a program that has mistakes; those have been
/// reported, so this is never reached.
#[doc(hidden)]
pub fn not_compiled() -> crate::job::pipeline::Pipeline {
    std::process::abort()
}

/// Fixes the seed of all key hashes, so that a program takes the same instructions in every run.
/// For the instruction benchmark: with a known seed, input can be made of keys that collide.
/// Returns `false`, and changes nothing, if a key has been hashed before.
#[doc(hidden)]
pub fn fix_hash_seed(a: u64, b: u64) -> bool {
    crate::key::Seed::fix(a, b)
}
