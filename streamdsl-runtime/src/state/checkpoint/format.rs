//! The format of a checkpoint file. `docs/checkpoints.md` describes it.

use std::time::Duration;

use crate::base::time::BatchTime;
use crate::data::codec::{DecodeError, Input, put_bytes, put_count, put_varint};
use crate::state::snapshot::{Progress, SavedSlot, Snapshot};

const MAGIC: &[u8; 8] = b"sdslckp\n";
/// The format that is written.
const VERSION: u32 = 2;
/// The oldest format that is read. It holds neither times, combiners nor generations.
const OLDEST: u32 = 1;

/// The names of the two sections: about the job, and about its state.
const JOB: &str = "job";
const STATE: &str = "state";

/// What a file holds.
#[derive(Debug)]
pub(super) struct Checkpoint {
    pub(super) snapshot: Snapshot,
    /// How often a job had begun afresh in the directory.
    pub(super) generation: u32,
}

/// Returns the contents of the file.
pub(super) fn encode(snapshot: &Snapshot, generation: u32) -> Vec<u8> {
    let mut file = Vec::new();
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&VERSION.to_le_bytes());
    put_section(&mut file, JOB, |section| put_job(section, snapshot.progress(), generation));
    put_section(&mut file, STATE, |section| snapshot.encode_slots(section));
    let checksum = crc32c::crc32c(&file);
    file.extend_from_slice(&checksum.to_le_bytes());
    file
}

fn put_job(section: &mut Vec<u8>, progress: Progress, generation: u32) {
    put_varint(section, progress.interval.as_nanos() as u64);
    put_varint(section, progress.batches);
    put_varint(section, u64::from(generation));
    put_count(section, usize::from(progress.time.is_some()));
    if let Some(time) = progress.time.map(BatchTime::as_duration) {
        put_varint(section, time.as_secs());
        put_varint(section, u64::from(time.subsec_nanos()));
    }
}

fn put_section(file: &mut Vec<u8>, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
    let mut section = Vec::new();
    write(&mut section);
    put_bytes(file, name.as_bytes());
    put_bytes(file, &section);
}

/// Reads the contents of a file.
pub(super) fn decode(file: &[u8]) -> Result<Checkpoint, String> {
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
    if !(OLDEST..=VERSION).contains(&version) {
        return Err(format!(
            "it has format {version}, but this program reads formats {OLDEST} to {VERSION}"
        ));
    }
    sections(&mut input, version).map_err(|error| format!("it cannot be decoded: {error}"))
}

fn sections(input: &mut Input<'_>, version: u32) -> Result<Checkpoint, DecodeError> {
    let (mut progress, mut generation, mut state) = (Progress::default(), 0, None);
    while input.remaining() > 0 {
        let at = input.clone();
        let name = input.text()?;
        let mut section = Input::new(input.bytes()?);
        match name {
            JOB => (progress, generation) = job(&mut section, version)?,
            STATE => {
                state = Some(section);
                continue;
            }
            // The state may depend on an unknown section, so it cannot be skipped.
            _ => return Err(at.error(format!("the section `{name}` is of a newer version"))),
        }
        section.finish()?;
    }
    let mut snapshot = Snapshot::new(progress);
    if let Some(mut section) = state {
        snapshot.decode_slots(&mut section, version)?;
        section.finish()?;
    }
    Ok(Checkpoint { snapshot, generation })
}

fn job(section: &mut Input<'_>, version: u32) -> Result<(Progress, u32), DecodeError> {
    let interval = Duration::from_nanos(section.varint()?);
    let mut progress = Progress { interval, batches: section.varint()?, time: None };
    if version == OLDEST {
        return Ok((progress, 0));
    }
    let at = section.clone();
    let generation = u32::try_from(section.varint()?)
        .map_err(|_| at.error("a directory cannot have had so many fresh starts"))?;
    if section.count()? > 0 {
        let (seconds, at) = (section.varint()?, section.clone());
        let nanos = u32::try_from(section.varint()?).ok().filter(|nanos| *nanos < 1_000_000_000);
        let nanos = nanos.ok_or_else(|| at.error("a second does not have so many nanoseconds"))?;
        progress.time = Some(BatchTime::from_duration(Duration::new(seconds, nanos)));
    }
    Ok((progress, generation))
}

impl Snapshot {
    fn encode_slots(&self, out: &mut Vec<u8>) {
        put_count(out, self.saved().len());
        for (name, slot) in self.saved() {
            put_bytes(out, name.as_bytes());
            put_bytes(out, slot.shape.as_bytes());
            put_varint(out, slot.saved_at);
            put_count(out, slot.parts.len());
            for part in &slot.parts {
                put_bytes(out, part);
            }
        }
    }

    fn decode_slots(&mut self, input: &mut Input<'_>, version: u32) -> Result<(), DecodeError> {
        for _ in 0..input.count()? {
            let (name, shape) = (input.text()?, input.text()?.to_owned());
            let saved_at = if version == OLDEST { self.batches() } else { input.varint()? };
            let parts = (0..input.count()?).map(|_| input.bytes().map(<[u8]>::to_vec));
            let parts = parts.collect::<Result<_, _>>()?;
            self.insert(name, SavedSlot { shape, saved_at, parts });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        let mut snapshot = Snapshot::new(Progress {
            interval: Duration::from_millis(1500),
            batches: 77,
            time: Some(BatchTime::from_millis(115_500)),
        });
        let counts = SavedSlot {
            shape: "[(str, u64)]".into(),
            saved_at: 77,
            parts: vec![vec![1, 2, 3], Vec::new()],
        };
        snapshot.insert("counts", counts);
        let window = SavedSlot {
            shape: "window of one u8 combined by max".into(),
            saved_at: 5,
            parts: vec![vec![0; 1000]],
        };
        snapshot.insert("window", window);
        snapshot
    }

    #[test]
    fn a_snapshot_comes_back() {
        let back = decode(&encode(&snapshot(), 3)).unwrap();
        assert_eq!(format!("{:?}", back.snapshot), format!("{:?}", snapshot()));
        assert_eq!(back.generation, 3);
    }

    #[test]
    fn no_damage_goes_unnoticed() {
        let file = encode(&snapshot(), 0);
        for length in 0..file.len() {
            assert!(decode(&file[..length]).is_err(), "cut at {length}");
        }
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 0x10;
            assert!(decode(&damaged).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_first_format_is_read() {
        let mut content = [MAGIC.as_slice(), &1_u32.to_le_bytes()].concat();
        // 1.5 s in nanoseconds, and 300 batches.
        content.extend(b"\x03job\x07\x80\xde\xa0\xcb\x05\xac\x02");
        content.extend(b"\x05state\x16\x01\x01s\x0c[(str, i64)]\x02\x03abc\x00");
        let Checkpoint { snapshot, generation } = decode(&sealed(content)).unwrap();
        assert_eq!(snapshot.batch_interval(), Duration::from_millis(1500));
        assert_eq!((snapshot.batches(), snapshot.time(), generation), (300, None, 0));
        assert_eq!(snapshot.slots().collect::<Vec<_>>(), [("s", "[(str, i64)]")]);
        let (_, slot) = snapshot.saved().next().unwrap();
        assert_eq!((slot.saved_at, &slot.parts), (300, &vec![b"abc".to_vec(), Vec::new()]));
    }

    #[test]
    fn the_second_format_is_written() {
        let time = Some(BatchTime::from_duration(Duration::new(450, 7)));
        let interval = Duration::from_millis(1500);
        let mut snapshot = Snapshot::new(Progress { interval, batches: 300, time });
        let parts = vec![b"abc".to_vec(), Vec::new()];
        let shape = "u8 combined by max".into();
        snapshot.insert("s", SavedSlot { shape, saved_at: 290, parts });
        let mut content = [MAGIC.as_slice(), &2_u32.to_le_bytes()].concat();
        content.extend(b"\x03job\x0c\x80\xde\xa0\xcb\x05\xac\x02\x03\x01\xc2\x03\x07");
        content.extend(b"\x05state\x1e\x01\x01s\x12u8 combined by max\xa2\x02\x02\x03abc\x00");
        let file = sealed(content);
        assert_eq!(encode(&snapshot, 3), file);
        let back = decode(&file).unwrap();
        assert_eq!((format!("{:?}", back.snapshot), back.generation), (format!("{snapshot:?}"), 3));
    }

    /// Adds the right checksum, so that the test reaches the checks behind it.
    fn sealed(mut content: Vec<u8>) -> Vec<u8> {
        let checksum = crc32c::crc32c(&content);
        content.extend_from_slice(&checksum.to_le_bytes());
        content
    }

    #[test]
    fn files_of_other_versions_say_so() {
        let mut file = encode(&snapshot(), 0);
        file.truncate(file.len() - 4);
        let mut newer = file.clone();
        newer[8] = 9;
        assert!(decode(&sealed(newer)).unwrap_err().contains("format 9"));
        put_section(&mut file, "offsets", |_| ());
        assert!(decode(&sealed(file)).unwrap_err().contains("`offsets` is of a newer version"));
    }

    proptest::proptest! {
        #[test]
        fn any_content_is_read_or_refused(content: Vec<u8>, version in OLDEST..=VERSION) {
            let mut file = [MAGIC.as_slice(), &version.to_le_bytes()].concat();
            file.extend(content);
            let _ = decode(&sealed(file));
        }
    }
}
