//! Times and addresses of the standard library as values.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::data::codec::{DecodeError, Input};
use crate::data::record::{Value, plain_records};

plain_records! { [] SystemTime; [] Ipv4Addr; [] Ipv6Addr; [] IpAddr; }

/// Returns the whole seconds since the Unix epoch, rounded down, and the nanoseconds after them.
pub(in crate::data) fn since_epoch(time: SystemTime) -> (i64, u32) {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (seconds(after), after.subsec_nanos()),
        Err(error) => match (error.duration(), error.duration().subsec_nanos()) {
            (before, 0) => (-seconds(before), 0),
            (before, nanos) => (-seconds(before) - 1, 1_000_000_000 - nanos),
        },
    }
}

/// The inverse of [`since_epoch`]. The result is `None` if the system has no such time.
pub(in crate::data) fn from_epoch((seconds, nanos): (i64, u32)) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let whole = match seconds {
        0.. => UNIX_EPOCH.checked_add(whole),
        _ => UNIX_EPOCH.checked_sub(whole),
    };
    whole?.checked_add(Duration::from_nanos(nanos.into()))
}

impl Value for SystemTime {
    fn shape() -> String {
        "SystemTime".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        since_epoch(*self).encode(out);
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        let saved = <(i64, u32) as Value>::decode(input)?;
        let time = from_epoch(saved).filter(|_| saved.1 < 1_000_000_000);
        time.ok_or_else(|| at.error("a time that this system does not have"))
    }
}

impl Value for Ipv4Addr {
    fn shape() -> String {
        "Ipv4Addr".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.octets());
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        input.array::<4>().map(Self::from)
    }
}

impl Value for Ipv6Addr {
    fn shape() -> String {
        "Ipv6Addr".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.octets());
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        input.array::<16>().map(Self::from)
    }
}

impl Value for IpAddr {
    fn shape() -> String {
        "IpAddr".into()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::V4(address) => {
                out.push(4);
                address.encode(out);
            }
            Self::V6(address) => {
                out.push(6);
                address.encode(out);
            }
        }
    }

    fn decode(input: &mut Input<'_>) -> Result<Self, DecodeError> {
        let at = input.clone();
        match input.array()? {
            [4] => <Ipv4Addr as Value>::decode(input).map(Self::V4),
            [6] => <Ipv6Addr as Value>::decode(input).map(Self::V6),
            [version] => {
                Err(at.error(format!("found {version}, expected 4 or 6 to mark an address")))
            }
        }
    }
}
