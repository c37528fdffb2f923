//! What a program needs: `use streamdsl::prelude::*;`

pub use std::time::Duration;

pub use crate::clock::{ManualClock, SystemClock};
pub use crate::context::{State, StopMode, StreamingContext};
pub use crate::error::Error;
pub use crate::functions::{chars, lines, split, split_on, swap};
pub use crate::pipeline::Pipeline;
pub use crate::shared::{Accumulator, Broadcast};
pub use crate::sink::{Collected, Sink};
pub use crate::source::Source;
pub use crate::stream;
pub use crate::time::BatchTime;
