//! The forms in which values are written for Hadoop.

use std::fmt::Write as _;
use std::sync::Arc;

/// A value that can be written as one of Hadoop's writable classes.
///
/// | Rust | Hadoop |
/// | --- | --- |
/// | `&str`, `String`, `Arc<str>`, `char` | `Text` |
/// | `i8`, `i16`, `i32`, `u8`, `u16` | `IntWritable` |
/// | `i64`, `u32`, `u64`, `isize`, `usize` | `LongWritable`; a number above `i64::MAX` is an error |
/// | `f32`, `f64` | `FloatWritable`, `DoubleWritable` |
/// | `bool` | `BooleanWritable` |
/// | `&[u8]`, `Vec<u8>`, `[u8; N]` | `BytesWritable` |
/// | `()` | `NullWritable` |
///
/// To write another class, implement this trait for a type of your own:
///
/// ```
/// use streamdsl::files::Writable;
///
/// /// Hadoop's `VIntWritable`, for numbers that take one byte.
/// struct Digit(u8);
///
/// impl Writable for Digit {
///     const CLASS: &'static str = "org.apache.hadoop.io.VIntWritable";
///
///     fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
///         if self.0 > 9 {
///             return Err(format!("{} is not a digit", self.0));
///         }
///         out.push(self.0);
///         Ok(())
///     }
///
///     fn write_text(&self, out: &mut String) {
///         out.push(char::from(b'0' + self.0));
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a Hadoop writable",
    label = "this key or value cannot be written for Hadoop",
    note = "text, integers, `f32`, `f64`, `bool`, bytes and `()` can be written; convert other types first: `|> map_values(..)`",
    note = "for a type of your own: `impl streamdsl::files::Writable`"
)]
pub trait Writable {
    /// The full name of the Hadoop class.
    const CLASS: &'static str;

    /// Whether the class is `NullWritable`. Text files leave it out together with its separator.
    const IS_NULL: bool = false;

    /// Appends the bytes that the `readFields` method of the class reads.
    ///
    /// # Errors
    /// If the class cannot hold the value. The job stops with this message.
    fn write(&self, out: &mut Vec<u8>) -> Result<(), String>;

    /// Appends the text that the `toString` method of the class returns.
    fn write_text(&self, out: &mut String);
}

impl<W: Writable + ?Sized> Writable for &W {
    const CLASS: &'static str = W::CLASS;
    const IS_NULL: bool = W::IS_NULL;

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        (**self).write(out)
    }

    fn write_text(&self, out: &mut String) {
        (**self).write_text(out);
    }
}

impl Writable for str {
    const CLASS: &'static str = "org.apache.hadoop.io.Text";

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let length = i32::try_from(self.len())
            .map_err(|_| format!("a text of {} bytes is too long for Hadoop", self.len()))?;
        write_vint(out, length);
        out.extend_from_slice(self.as_bytes());
        Ok(())
    }

    fn write_text(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Writable for char {
    const CLASS: &'static str = str::CLASS;

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        self.encode_utf8(&mut [0; 4]).write(out)
    }

    fn write_text(&self, out: &mut String) {
        out.push(*self);
    }
}

impl Writable for [u8] {
    const CLASS: &'static str = "org.apache.hadoop.io.BytesWritable";

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        let length = i32::try_from(self.len())
            .map_err(|_| format!("{} bytes are too many for Hadoop", self.len()))?;
        out.extend(length.to_be_bytes());
        out.extend_from_slice(self);
        Ok(())
    }

    fn write_text(&self, out: &mut String) {
        for (index, byte) in self.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            // Writing to a string never fails.
            let _ = write!(out, "{space}{byte:02x}");
        }
    }
}

impl Writable for () {
    const CLASS: &'static str = "org.apache.hadoop.io.NullWritable";
    const IS_NULL: bool = true;

    fn write(&self, _out: &mut Vec<u8>) -> Result<(), String> {
        Ok(())
    }

    fn write_text(&self, _out: &mut String) {}
}

impl Writable for bool {
    const CLASS: &'static str = "org.apache.hadoop.io.BooleanWritable";

    fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
        out.push((*self).into());
        Ok(())
    }

    fn write_text(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

/// Forwards to the text or bytes of an owned type.
macro_rules! owned {
    ($([$($generics:tt)*] $owned:ty as $inner:ty;)*) => {$(
        impl<$($generics)*> Writable for $owned {
            const CLASS: &'static str = <$inner>::CLASS;

            fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
                <$inner>::write(self, out)
            }

            fn write_text(&self, out: &mut String) {
                <$inner>::write_text(self, out);
            }
        }
    )*};
}

owned! {
    [] String as str;
    [] Arc<str> as str;
    [] Vec<u8> as [u8];
    [const N: usize] [u8; N] as [u8];
}

/// Declares numbers by their class and by the type that it holds, which is written big-endian.
macro_rules! numbers {
    ($($class:literal holds $held:ident: $($number:ident)*;)*) => {$($(
        impl Writable for $number {
            const CLASS: &'static str = concat!("org.apache.hadoop.io.", $class);

            fn write(&self, out: &mut Vec<u8>) -> Result<(), String> {
                let held = $held::try_from(*self)
                    .map_err(|_| format!("{self} is too large for {}", $class))?;
                out.extend(held.to_be_bytes());
                Ok(())
            }

            fn write_text(&self, out: &mut String) {
                // Writing to a string never fails.
                let _ = write!(out, "{self:?}");
            }
        }
    )*)*};
}

numbers! {
    "IntWritable" holds i32: i8 i16 i32 u8 u16;
    "LongWritable" holds i64: i64 u32 u64 isize usize;
    "FloatWritable" holds f32: f32;
    "DoubleWritable" holds f64: f64;
}

/// Appends a number that is not negative, as Hadoop's `WritableUtils.writeVInt` does. A number up to
/// 127 is one byte. Others are -112 minus the number of bytes, followed by the bytes.
fn write_vint(out: &mut Vec<u8>, number: i32) {
    if let Ok(small @ 0..=127) = u8::try_from(number) {
        out.push(small);
        return;
    }
    let bytes = number.to_be_bytes();
    let first = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len() - 1);
    let count = (bytes.len() - first) as u8;
    out.push(112_u8.wrapping_neg().wrapping_sub(count));
    out.extend(&bytes[first..]);
}
