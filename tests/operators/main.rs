//! What each operator of the language means, on one, two and three workers.

mod batches;
mod failures;
mod files;
mod keyed;
mod language;
mod panics;
mod printing;
mod several;
mod stateless;
