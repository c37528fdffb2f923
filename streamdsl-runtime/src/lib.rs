//! The engine behind streamdsl.
