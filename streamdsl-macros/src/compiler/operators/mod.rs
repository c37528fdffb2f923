//! The operators of the language: one row each, the single place where an operator is declared.
//!
//! A row says as data whatever the passes must know: how a call is checked, what the operator is to
//! the loops, how it goes together with windows, what it keeps. The passes match on this data and
//! never on a name. What an operator means for records is the method of the same name of the
//! runtime's `Stream`.

mod batches;
pub(crate) mod help;
mod keyed;
mod outputs;
mod params;
mod records;
mod several;
mod sources;
mod state;
#[cfg(test)]
mod tests;
mod types;
mod vocabulary;
mod windows;

pub(crate) use params::{Hook, Kind, Param};
pub(crate) use types::{Aggregate, Class, Form, Idle, Implied, Operator, Order, Second};
pub(crate) use vocabulary::{Answer, CONNECTORS, OPERATORS, Row, SOURCES};

/// The rows, by class.
const TABLE: &[&[Operator]] = &[
    sources::ROWS,
    records::ROWS,
    batches::ROWS,
    keyed::ROWS,
    several::ROWS,
    windows::ROWS,
    state::ROWS,
    outputs::ROWS,
];

/// All operators.
pub(crate) fn all() -> impl Iterator<Item = &'static Operator> {
    TABLE.iter().copied().flatten()
}

/// The operator with this name.
pub(crate) fn find(name: &str) -> Option<&'static Operator> {
    all().find(|operator| operator.name == name)
}

/// The operator that reads a source of the user's own.
pub(crate) fn own_source() -> &'static Operator {
    const { &sources::FROM }
}

/// The operators with this second stream.
pub(crate) fn with_second(second: Second) -> impl Iterator<Item = &'static Operator> {
    all().filter(move |operator| operator.second == Some(second))
}
