//! The names that most programs need: `use streamdsl::prelude::*;`

pub use std::time::Duration;

pub use crate::base::clock::{ManualClock, SystemClock};
pub use crate::base::error::Error;
pub use crate::base::time::BatchTime;
pub use crate::data::arena::Arena;
pub use crate::data::key::Key;
pub use crate::data::prelude_functions::{chars, lines, split, split_on, swap};
pub use crate::data::record::Record;
pub use crate::job::context::{ContextState, StopMode, StreamingContext};
pub use crate::job::pipeline::Pipeline;
pub use crate::language::KeyState;
pub use crate::outputs::files::HadoopFormat;
pub use crate::outputs::sink::{Collected, Sink};
pub use crate::shared::{Accumulator, Broadcast};
pub use crate::sources::{Queue, Receiver, ReceiverHandle, Source, files};
pub use crate::state::OnMissingSlot;
pub use crate::stream;
