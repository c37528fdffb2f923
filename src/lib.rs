//! Spark Streaming's model as one declarative macro, compiled to a native loop.

pub use streamdsl_runtime::*;
