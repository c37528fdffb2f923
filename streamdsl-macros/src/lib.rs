//! The compiler behind streamdsl's `stream!` macro.
