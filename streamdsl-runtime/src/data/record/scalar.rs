//! Numbers, `bool`, `char`, `()` and times as values.

use std::time::Duration;

use crate::base::time::BatchTime;
use crate::data::codec::{DecodeError, Input};
use crate::data::combine::subtract;
use crate::data::record::{Value, plain_records};

/// Declares the numbers by the type that they are saved as, little-endian, and the inverse of `+`.
macro_rules! numbers {
    ($($number:ident as $saved:ident, inverse: $inverse:expr $(, $each:item)*;)*) => {
        plain_records! { $([] $number;)* }

        $(impl Value for $number {
            fn shape() -> String {
                stringify!($number).into()
            }

            #[allow(clippy::cast_possible_wrap, clippy::cast_sign_loss)]
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&(*self as $saved).to_le_bytes());
            }

            fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
                let saved = $saved::from_le_bytes(input.array()?);
                Self::try_from(saved).map_err(|_| {
                    input.error(format!("{saved} is too large for {}", stringify!($number)))
                })
            }

            fn inverse_of_add() -> Option<fn(Self, Self) -> Self> {
                $inverse
            }

            $($each)*
        })*
    };
}

numbers! {
    u8 as u8, inverse: Some(subtract),
        fn encode_each(values: &[u8], out: &mut Vec<u8>) {
            out.extend_from_slice(values);
        },
        fn decode_each(
            count: usize,
            input: &mut Input<'_>,
            into: &mut Vec<u8>,
        ) -> Result<(), DecodeError> {
            into.extend_from_slice(input.take(count)?);
            Ok(())
        };
    u16 as u16, inverse: Some(subtract);
    u32 as u32, inverse: Some(subtract);
    u64 as u64, inverse: Some(subtract);
    u128 as u128, inverse: Some(subtract);
    usize as u64, inverse: Some(subtract);
    i8 as i8, inverse: Some(subtract);
    i16 as i16, inverse: Some(subtract);
    i32 as i32, inverse: Some(subtract);
    i64 as i64, inverse: Some(subtract);
    i128 as i128, inverse: Some(subtract);
    isize as i64, inverse: Some(subtract);
    f32 as f32, inverse: None;
    f64 as f64, inverse: None;
}

plain_records! { [] bool; [] char; [] (); [] Duration; [] BatchTime; }

impl Value for bool {
    fn shape() -> String {
        "bool".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.push((*self).into());
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        match input.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [byte] => Err(at.error(format!("found {byte}, expected 0 or 1"))),
        }
    }
}

impl Value for char {
    fn shape() -> String {
        "char".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        u32::from(*self).encode(out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let scalar = <u32 as Value>::decode(input)?;
        Self::from_u32(scalar).ok_or_else(|| at.error(format!("{scalar:#x} is not a character")))
    }
}

impl Value for () {
    fn shape() -> String {
        "()".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        // Every value takes at least one byte.
        out.push(0);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        input.take(1).map(|_| ())
    }
}

impl Value for Duration {
    fn shape() -> String {
        "Duration".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        self.as_secs().encode(out);
        self.subsec_nanos().encode(out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let seconds = <u64 as Value>::decode(input)?;
        let nanos = <u32 as Value>::decode(input)?;
        if nanos >= 1_000_000_000 {
            return Err(at.error("the nanoseconds of a duration are a second or more"));
        }
        Ok(Self::new(seconds, nanos))
    }
}

impl Value for BatchTime {
    fn shape() -> String {
        "BatchTime".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        self.as_duration().encode(out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        <Duration as Value>::decode(input).map(Self::from_duration)
    }
}
