//! What a program needs: `use streamdsl::prelude::*;`

pub use std::time::Duration;

pub use crate::clock::{ManualClock, SystemClock};
pub use crate::context::{State, StopMode, StreamingContext};
pub use crate::error::Error;
pub use crate::files::HadoopFormat;
pub use crate::functions::{chars, lines, split, split_on, swap};
pub use crate::key::Key;
pub use crate::ops::KeyState;
pub use crate::pipeline::Pipeline;
pub use crate::record::Record;
pub use crate::shared::{Accumulator, Broadcast};
pub use crate::sink::{Collected, Sink};
pub use crate::source::{Queue, Receiver, ReceiverHandle, Source, files};
pub use crate::stream;
pub use crate::time::BatchTime;
