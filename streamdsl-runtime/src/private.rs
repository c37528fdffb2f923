//! The one door for generated code: all that `stream!` and the derives name of this crate.
//!
//! Nothing here is for use by hand, and nothing here is stable: the macros and the runtime of one
//! version belong together.

// What `stream!` names.
pub use crate::base::error::Result;
pub use crate::data::combine;
pub use crate::data::key::PageBytes;
pub use crate::job::pipeline::Program;
pub use crate::job::worker::Worker;
pub use crate::language as ops;
pub use crate::plan::{Idle, OperatorInfo, Plan, Role, SlotInfo, StageInfo, Work};
pub use streamdsl_macros::{stream_impl, stream_in_editor};

// What the derives name.
pub use crate::data::codec::{DecodeError, Input, put_varint};
pub use crate::data::key::{FromView, Interner, Key, KeyFamily, PackedOf, Packer};
pub use crate::data::record::{
    Borrowed, Codec, Column, Field, Kept, Optional, OwnedAs, Parts, Record, Value, Values, shape_of,
};

/// The value of a program with mistakes. The mistakes are compile errors, so this never runs.
#[doc(hidden)]
pub fn not_compiled() -> crate::job::pipeline::Pipeline {
    std::process::abort()
}

/// Fixes the seed of all key hashes, so that a program takes the same instructions in every run.
/// For the instruction benchmark: with a known seed, input can be made of keys that collide.
/// Returns `false`, and changes nothing, if a key has been hashed before.
#[doc(hidden)]
pub fn fix_hash_seed(a: u64, b: u64) -> bool {
    crate::data::key::Seed::fix(a, b)
}

/// Reads the bytes of a checkpoint file. For the tests of decoders, which give it any bytes.
///
/// # Errors
/// What is wrong with the bytes.
#[doc(hidden)]
pub fn read_checkpoint(file: &[u8]) -> std::result::Result<crate::state::Snapshot, String> {
    crate::state::checkpoint::read_bytes(file)
}

/// Calls `each` for every word of a text. For the tests of decoders.
#[doc(hidden)]
pub fn for_each_word<'p>(text: &'p str, each: &mut dyn FnMut(&'p str)) {
    crate::data::text::words::for_each_word(text, each);
}
