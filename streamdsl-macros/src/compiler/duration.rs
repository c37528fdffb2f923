//! Literals such as `30s`, `1.5s` and `1m30s`.

use std::time::Duration;

use syn::Lit;

/// A unit of time with its names; the first name is the one that messages use.
struct Unit {
    names: &'static [&'static str],
    nanos: u64,
    /// What people write instead, for the message only.
    mistaken: &'static [&'static str],
}

/// From the longest to the shortest, the order in which the parts of a compound stand.
const UNITS: &[Unit] = &[
    Unit { names: &["d"], nanos: 86_400_000_000_000, mistaken: &["day", "days", "D"] },
    Unit {
        names: &["h"],
        nanos: 3_600_000_000_000,
        mistaken: &["hr", "hrs", "hour", "hours", "H"],
    },
    Unit {
        names: &["min", "m"],
        nanos: 60_000_000_000,
        mistaken: &["mins", "minute", "minutes", "M"],
    },
    Unit {
        names: &["s"],
        nanos: 1_000_000_000,
        mistaken: &["sec", "secs", "second", "seconds", "S"],
    },
    Unit {
        names: &["ms"],
        nanos: 1_000_000,
        mistaken: &["msec", "msecs", "milli", "millis", "millisecond", "milliseconds", "MS"],
    },
    Unit {
        // The micro sign and the Greek letter look the same and are typed alike.
        names: &["us", "\u{b5}s", "\u{3bc}s"],
        nanos: 1_000,
        mistaken: &["usec", "usecs", "micro", "micros", "microsecond", "microseconds"],
    },
];

/// Number suffixes that belong to Rust.
const RUST_SUFFIXES: &[&str] = &[
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f16",
    "f32", "f64", "f128",
];

/// Reads `literal` as a duration. `None` where it has no suffix or one of Rust's, and so is an
/// ordinary expression; an error says what is wrong and what to write.
pub(crate) fn from_literal(literal: &Lit) -> Option<Result<Duration, String>> {
    let (digits, suffix) = match literal {
        Lit::Int(int) => (int.base10_digits(), int.suffix()),
        Lit::Float(float) => (float.base10_digits(), float.suffix()),
        _ => return None,
    };
    if suffix.is_empty() || RUST_SUFFIXES.contains(&suffix) {
        return None;
    }
    Some(compound(digits, &suffix.replace('_', "")))
}

/// Reads `1` and `h30m`, the digits and the suffix of `1h30m`.
fn compound(first: &str, suffix: &str) -> Result<Duration, String> {
    let mut digits = first.to_owned();
    let mut rest = suffix;
    let mut finest: Option<&Unit> = None;
    let mut total = Duration::ZERO;
    loop {
        let name_end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let unit = unit(&digits, name)?;
        if finest.is_some_and(|finest| finest.nanos <= unit.nanos) {
            return Err(format!(
                "the units of `{first}{suffix}` are out of order; write the longest first, each \
                 once, as in `1h30m`"
            ));
        }
        let part = part(&digits, unit)?;
        total = total.checked_add(part).ok_or_else(|| too_long(first, suffix))?;
        if after.is_empty() {
            return Ok(total);
        }
        if first.contains('.') {
            return Err(format!(
                "`{first}{suffix}` mixes a fraction with several units; write whole numbers, as \
                 in `1h30m`"
            ));
        }
        finest = Some(unit);
        let digits_end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (next, tail) = after.split_at(digits_end);
        next.clone_into(&mut digits);
        rest = tail;
    }
}

/// The unit called `name`, after `digits`.
fn unit(digits: &str, name: &str) -> Result<&'static Unit, String> {
    if let Some(unit) = UNITS.iter().find(|unit| unit.names.contains(&name)) {
        return Ok(unit);
    }
    if name.is_empty() {
        return Err(format!("the number {digits} at the end has no unit; write `{digits}s`"));
    }
    let meant = UNITS.iter().find(|unit| unit.mistaken.contains(&name));
    Err(match meant {
        Some(unit) => {
            format!("unknown duration unit `{name}`; write `{digits}{}`", unit.names[0])
        }
        None => format!(
            "unknown duration unit `{name}`; the units are us, ms, s, min, h and d, as in `30s` or \
             `1h30m`"
        ),
    })
}

/// `digits` times `unit`, exactly: a fraction is read digit by digit, not through a float.
fn part(digits: &str, unit: &Unit) -> Result<Duration, String> {
    let name = unit.names[0];
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return Err(format!(
            "`{digits}{name}` has an exponent; write the number out, as in `1500ms`"
        ));
    }
    let fraction = fraction.trim_end_matches('0');
    let scale = u32::try_from(fraction.len()).ok().and_then(|places| 10_u128.checked_pow(places));
    let number = format!("{whole}{fraction}").parse::<u128>().ok();
    let nanos = number.and_then(|number| number.checked_mul(u128::from(unit.nanos)));
    let (Some(nanos), Some(scale)) = (nanos, scale) else {
        return Err(too_long(digits, name));
    };
    if nanos % scale != 0 {
        return Err(format!("`{digits}{name}` is not a whole number of nanoseconds"));
    }
    u64::try_from(nanos / scale).map(Duration::from_nanos).map_err(|_| too_long(digits, name))
}

fn too_long(digits: &str, suffix: &str) -> String {
    format!("the duration `{digits}{suffix}` is too long; the longest is about 584 years")
}

/// The duration as a literal of the language, in the longest unit that gives a whole number.
pub(crate) fn display(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    let unit = UNITS.iter().find(|unit| nanos.is_multiple_of(u128::from(unit.nanos)));
    match unit {
        _ if nanos == 0 => "0s".to_owned(),
        Some(unit) => format!("{}{}", nanos / u128::from(unit.nanos), unit.names[0]),
        None => format!("{nanos}ns"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Option<Result<Duration, String>> {
        from_literal(&syn::parse_str(source).unwrap())
    }

    fn nanos(source: &str) -> u128 {
        read(source).unwrap().unwrap().as_nanos()
    }

    fn error(source: &str) -> String {
        read(source).unwrap().unwrap_err()
    }

    #[test]
    fn every_unit_is_read() {
        assert_eq!(nanos("500us"), 500_000);
        assert_eq!(nanos("500\u{b5}s"), 500_000);
        assert_eq!(nanos("500\u{3bc}s"), 500_000);
        assert_eq!(nanos("10ms"), 10_000_000);
        assert_eq!(nanos("30s"), 30_000_000_000);
        assert_eq!(nanos("2min"), 120_000_000_000);
        assert_eq!(nanos("2m"), 120_000_000_000);
        assert_eq!(nanos("1h"), 3_600_000_000_000);
        assert_eq!(nanos("1d"), 86_400_000_000_000);
    }

    #[test]
    fn fractions_underscores_and_compounds_are_exact() {
        assert_eq!(nanos("1.5s"), 1_500_000_000);
        assert_eq!(nanos("0.1s"), 100_000_000);
        assert_eq!(nanos("0.1234567s"), 123_456_700);
        assert_eq!(nanos("1_000ms"), 1_000_000_000);
        assert_eq!(nanos("1m30s"), 90_000_000_000);
        assert_eq!(nanos("1h30m"), 5_400_000_000_000);
        assert_eq!(nanos("1d2h3min4s5ms6us"), 93_784_005_006_000);
    }

    #[test]
    fn ordinary_numbers_are_left_to_rust() {
        assert!(read("30").is_none());
        assert!(read("30u64").is_none());
        assert!(read("1.5f32").is_none());
        assert!(read("\"30s\"").is_none());
    }

    #[test]
    fn what_cannot_be_read_says_what_to_write() {
        assert_eq!(error("30sec"), "unknown duration unit `sec`; write `30s`");
        assert_eq!(error("5minutes"), "unknown duration unit `minutes`; write `5min`");
        assert!(error("30x").contains("the units are us, ms, s, min, h and d"));
        assert!(error("30s1m").contains("out of order"));
        assert!(error("1s1s").contains("out of order"));
        assert!(error("1.5h30m").contains("mixes a fraction"));
        assert!(error("1h30").contains("write `30s`"));
        assert!(error("1e3ms").contains("exponent"));
        assert!(error("0.0001us").contains("whole number of nanoseconds"));
        assert!(error("99999999999999999999d").contains("too long"));
        assert!(error("400000d").contains("too long"));
    }

    #[test]
    fn durations_are_shown_as_literals() {
        let shown = |millis| display(Duration::from_millis(millis));
        assert_eq!(shown(1_500), "1500ms");
        assert_eq!(shown(30_000), "30s");
        assert_eq!(shown(60_000), "1min");
        assert_eq!(shown(0), "0s");
        assert_eq!(display(Duration::from_nanos(15)), "15ns");
    }
}
