//! Values of types that this crate does not know.

use std::fmt::Display;
use std::str::FromStr;

use crate::data::codec::{DecodeError, Input, put_bytes};

/// Writes and reads a type of another crate in saved state.
///
/// A field of a `#[derive(Record)]` names the codec of its type with `#[streamdsl(with = ..)]`. The
/// type of the field must be `Clone + Send + Sync + 'static`. [`AsText`] is the codec of every type
/// that can be written and read as text. This one uses the layout of the type itself:
///
/// ```
/// use streamdsl::codec::{DecodeError, Input};
/// use streamdsl::prelude::*;
/// use streamdsl::record::{Codec, Value};
///
/// # mod geo {
/// #     #[derive(Clone, Debug, PartialEq)]
/// #     pub struct Point { pub x: f64, pub y: f64 }
/// # }
/// struct AsPair;
///
/// impl Codec<geo::Point> for AsPair {
///     fn shape() -> String {
///         "Point (x, y)".into()
///     }
///
///     fn encode(point: &geo::Point, out: &mut Vec<u8>) {
///         (point.x, point.y).encode(out);
///     }
///
///     fn decode(input: &mut Input<'_>) -> Result<geo::Point, DecodeError> {
///         let (x, y) = Value::decode(input)?;
///         Ok(geo::Point { x, y })
///     }
/// }
///
/// #[derive(Clone, Debug, PartialEq, Record)]
/// struct Taxi {
///     number: u32,
///     #[streamdsl(with = AsPair)]
///     place: geo::Point,
/// }
///
/// let taxi = Taxi { number: 7, place: geo::Point { x: 48.1, y: 11.6 } };
/// let taxis = Collected::new();
/// let job = stream! { memory([[taxi.clone()]]) |> collect(&taxis) };
/// streamdsl::testing::run(job)?;
/// assert_eq!(taxis.records(), [taxi]);
/// # Ok::<(), streamdsl::Error>(())
/// ```
///
/// As a record of its own, wrap such a type in a struct with one field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot write and read values of type `{T}`",
    label = "this is no codec of `{T}`",
    note = "`AsText` writes and reads types that are `Display` and `FromStr`; for other types implement `Codec<{T}>`"
)]
pub trait Codec<T> {
    /// Whether [`heap_size`](Self::heap_size) may return more than 0.
    const HAS_HEAP: bool = false;

    /// Returns how much memory the value owns outside of itself, in bytes. It is counted in
    /// `memory_limit`.
    fn heap_size(_value: &T) -> usize {
        0
    }

    /// Returns the name of the type in saved state. Change it if the bytes change.
    fn shape() -> String;

    /// Writes the value to saved state. It must write at least one byte.
    fn encode(value: &T, out: &mut Vec<u8>);

    /// Reads a value from saved state.
    ///
    /// # Errors
    /// If the bytes are not a value of this type.
    fn decode(input: &mut Input<'_>) -> Result<T, DecodeError>;
}

/// The [`Codec`] of types that are written with `Display` and read with `FromStr`, such as
/// `jiff::Timestamp`, `uuid::Uuid`, `url::Url` and `serde_json::Value`.
///
/// The text must contain the whole value. Reading it again must give the same value.
///
/// ```
/// use std::net::SocketAddr;
/// use streamdsl::prelude::*;
/// use streamdsl::record::AsText;
///
/// #[derive(Clone, Record)]
/// struct Visit {
///     user: u64,
///     #[streamdsl(with = AsText)]
///     from: SocketAddr,
/// }
/// ```
#[derive(Debug)]
pub struct AsText;

impl<T> Codec<T> for AsText
where
    T: Display + FromStr<Err: Display>,
{
    fn shape() -> String {
        "text".into()
    }

    fn encode(value: &T, out: &mut Vec<u8>) {
        put_bytes(out, value.to_string().as_bytes());
    }

    fn decode(input: &mut Input<'_>) -> Result<T, DecodeError> {
        let at = input.clone();
        let text = input.text()?;
        text.parse().map_err(|error| at.error(format!("{text:?} cannot be read: {error}")))
    }
}
