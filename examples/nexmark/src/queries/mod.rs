//! The queries, one file per query. Each is a function that takes events and an output for the
//! rows, and returns a program.

pub mod q0;
pub mod q1;
pub mod q2;
pub mod q3;
pub mod q4;
pub mod q5;
pub mod q6;
pub mod q7;
pub mod q8;

mod offer;

use streamdsl::pipeline::Pipeline;

use crate::output::Output;
use crate::source::Events;

/// The names of the queries.
pub const NAMES: [&str; 9] = ["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"];

/// The query of this name, if there is one.
pub fn by_name(name: &str, events: impl Events, output: impl Output) -> Option<Pipeline> {
    Some(match name {
        "q0" => q0::query(events, output),
        "q1" => q1::query(events, output),
        "q2" => q2::query(events, output),
        "q3" => q3::query(events, output),
        "q4" => q4::query(events, output),
        "q5" => q5::query(events, output),
        "q6" => q6::query(events, output),
        "q7" => q7::query(events, output),
        "q8" => q8::query(events, output),
        _ => return None,
    })
}
