//! The bound that requires records of a given type.

/// Records of type `T`. Only `T` itself implements it.
///
/// Operators use it as a bound where the type of the records must be that of something else, such
/// as a sink. A plain equality of types would be reported with the names of internal types.
#[diagnostic::on_unimplemented(
    message = "expected records of type `{T}`, found `{Self}`",
    label = "these records are of type `{Self}`"
)]
pub trait OfType<T>: Sized {
    /// The same records, as a list of `T`.
    fn into_type(records: Vec<Self>) -> Vec<T>;
}

impl<T> OfType<T> for T {
    fn into_type(records: Vec<T>) -> Vec<T> {
        records
    }
}
