//! Programs in every place where they may appear. The generated code works with every name, macro
//! and lint around it.
//!
//! The lints here are denied for the code that `stream!` generates and for the tests themselves.

#![deny(
    warnings,
    clippy::all,
    clippy::pedantic,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    clippy::clone_on_ref_ptr,
    clippy::let_underscore_must_use,
    clippy::str_to_string,
    clippy::unneeded_field_pattern
)]

mod generics;
mod macros;
mod names;
mod nesting;
mod prelude;
mod shapes;
