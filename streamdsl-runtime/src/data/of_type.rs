//! Where records must be of the type that something else has.

/// Is implemented for `T` and `T` only.
#[diagnostic::on_unimplemented(
    message = "expected records of type `{T}`, found `{Self}`",
    label = "these records are of type `{Self}`"
)]
pub trait Same<T>: Sized {
    /// The same records, known by the other name of their type.
    fn same(records: Vec<Self>) -> Vec<T>;
}

impl<T> Same<T> for T {
    fn same(records: Vec<T>) -> Vec<T> {
        records
    }
}
