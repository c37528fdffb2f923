//! The format of a checkpoint file. `docs/checkpoints.md` describes it.

use std::time::Duration;

use crate::base::time::BatchTime;
use crate::data::codec::{DecodeError, Input, put_bytes, put_count, put_varint};
use crate::state::Snapshot;

const MAGIC: &[u8; 8] = b"sdslckp\n";
const VERSION: u32 = 1;

/// The names of the sections: about the job, about the time of its last batch, and about its state.
const JOB: &str = "job";
const TIME: &str = "time";
const STATE: &str = "state";

/// Returns the contents of the file.
pub(super) fn encode(snapshot: &Snapshot) -> Vec<u8> {
    let mut file = Vec::new();
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    put_section(&mut file, JOB, |section| {
        put_varint(section, snapshot.batch_interval().as_nanos() as u64);
        put_varint(section, snapshot.batches());
    });
    if let Some(last) = snapshot.last_batch() {
        put_section(&mut file, TIME, |section| {
            put_varint(section, last.as_duration().as_secs());
            put_varint(section, last.as_duration().subsec_nanos().into());
        });
    }
    put_section(&mut file, STATE, |section| snapshot.encode_slots(section));
    let checksum = crc32c::crc32c(&file);
    file.extend_from_slice(&checksum.to_le_bytes());
    file
}

fn put_section(file: &mut Vec<u8>, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
    let mut section = Vec::new();
    write(&mut section);
    put_bytes(file, name.as_bytes());
    put_bytes(file, &section);
}

/// Reads the contents of a file.
pub(super) fn decode(file: &[u8]) -> Result<Snapshot, String> {
    let Some((content, checksum)) = file.split_last_chunk::<4>() else {
        return Err("it is too short to be a checkpoint".into());
    };
    let Some(content) = content.strip_prefix(MAGIC) else {
        return Err("it is not a checkpoint".into());
    };
    if crc32c::crc32c(&file[..file.len() - 4]) != u32::from_le_bytes(*checksum) {
        return Err("it is damaged: its checksum is wrong".into());
    }
    let mut input = Input::new(content);
    let version = input.array().map(u32::from_le_bytes).map_err(|error| error.to_string())?;
    if version != VERSION {
        return Err(format!("it has format {version}, but this program reads format {VERSION}"));
    }
    sections(&mut input).map_err(|error| format!("it cannot be decoded: {error}"))
}

fn sections(input: &mut Input<'_>) -> Result<Snapshot, DecodeError> {
    let mut snapshot = Snapshot::default();
    while input.remaining() > 0 {
        let at = input.clone();
        let name = input.text()?;
        let mut section = Input::new(input.bytes()?);
        match name {
            JOB => {
                let interval = Duration::from_nanos(section.varint()?);
                snapshot.set_progress(interval, section.varint()?);
            }
            TIME => {
                let (seconds, nanos) = (section.varint()?, section.varint()?);
                let nanos = u32::try_from(nanos).ok().filter(|nanos| *nanos < 1_000_000_000);
                let Some(nanos) = nanos else { return Err(at.error("the time is not valid")) };
                let time = Duration::new(seconds, nanos);
                snapshot.set_last_batch(BatchTime::from_duration(time));
            }
            STATE => snapshot.decode_slots(&mut section)?,
            // The state may depend on an unknown section, so it cannot be skipped.
            _ => return Err(at.error(format!("the section `{name}` is of a newer version"))),
        }
        section.finish()?;
    }
    Ok(snapshot)
}

impl Snapshot {
    fn encode_slots(&self, out: &mut Vec<u8>) {
        let slots = self.slots();
        put_count(out, slots.clone().count());
        for (name, shape) in slots {
            put_bytes(out, name.as_bytes());
            put_bytes(out, shape.as_bytes());
            let parts = self.parts_of(name);
            put_count(out, parts.len());
            for part in parts {
                put_bytes(out, part);
            }
        }
    }

    fn decode_slots(&mut self, input: &mut Input<'_>) -> Result<(), DecodeError> {
        for _ in 0..input.count()? {
            let (name, shape) = (input.text()?, input.text()?);
            let parts = (0..input.count()?).map(|_| input.bytes().map(<[u8]>::to_vec));
            self.insert(name, shape, parts.collect::<Result<_, _>>()?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::default();
        snapshot.set_progress(Duration::from_millis(1500), 77);
        snapshot.set_last_batch(BatchTime::from_millis(1_795_209_530_250));
        snapshot.insert("counts", "[(str, u64)]", vec![vec![1, 2, 3], Vec::new()]);
        snapshot.insert("window", "u8", vec![vec![0; 1000]]);
        snapshot
    }

    #[test]
    fn a_snapshot_comes_back() {
        let back = decode(&encode(&snapshot())).unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", snapshot()));
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let file = encode(&snapshot());
        for length in 0..file.len() {
            assert!(decode(&file[..length]).is_err(), "cut at {length}");
        }
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x10;
            assert!(decode(&damaged).is_err(), "byte {at}");
        }
    }

    /// Adds the right checksum, so that the test reaches the checks behind it.
    fn sealed(mut content: Vec<u8>) -> Vec<u8> {
        let checksum = crc32c::crc32c(&content);
        content.extend_from_slice(&checksum.to_le_bytes());
        content
    }

    #[test]
    fn files_of_other_versions_say_so() {
        let mut file = encode(&snapshot());
        file.truncate(file.len() - 4);
        let mut newer = file.clone();
        newer[8] = 9;
        assert!(decode(&sealed(newer)).unwrap_err().contains("format 9"));
        put_section(&mut file, "offsets", |_| ());
        assert!(decode(&sealed(file)).unwrap_err().contains("`offsets` is of a newer version"));
    }

    proptest::proptest! {
        #[test]
        fn any_content_is_read_or_refused(content: Vec<u8>) {
            let mut file = [MAGIC.as_slice(), &VERSION.to_le_bytes()].concat();
            file.extend(content);
            let _ = decode(&sealed(file));
        }
    }
}
