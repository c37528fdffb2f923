use std::fs;
use std::path::Path;

use crate::data::codec::{DecodeError, Input};
use crate::outputs::files::Part;
use crate::outputs::files::object::*;

/// The example of `docs/object-files.md`.
const EXAMPLE: &str = "89 53 44 4f 42 4a 0d 0a  01 00 00 00  0d 00 00 00 \
    28 53 74 72 69 6e 67 2c 20 75 33 32 29  c2 62 c3 9d \
    0e 00 00 00  02 00 00 00  02 74 6f 01 00 00 00  02 62 65 02 00 00 00  b2 a7 64 7a \
    00 00 00 00  00 00 00 00  02 00 00 00 00 00 00 00  a4 60 08 d0";

fn bytes_of(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

fn file_of<T: Value>(records: &[T]) -> Vec<u8> {
    let mut part = ObjectPart::default();
    for record in records {
        part.push(record).unwrap();
    }
    part.encoded().finish().unwrap()
}

fn read_bytes<T: Value>(bytes: &[u8]) -> Result<Vec<T>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    read_object_file(file.path())
}

fn problem<T: Value + std::fmt::Debug>(bytes: &[u8]) -> String {
    match read_bytes::<T>(bytes).unwrap_err() {
        Error::File { access: "read", message, .. } => message,
        other => panic!("{other}"),
    }
}

#[test]
fn the_documented_example_is_what_is_written_and_read() {
    let records = [("to".to_string(), 1_u32), ("be".to_string(), 2)];
    assert_eq!(file_of(&records), bytes_of(EXAMPLE));
    assert_eq!(read_bytes::<(String, u32)>(&bytes_of(EXAMPLE)).unwrap(), records);
}

#[test]
fn records_over_many_frames_come_back() {
    let records: Vec<(String, u64)> =
        (0..20_000).map(|n| ("x".repeat(n as usize % 50), n * n)).collect();
    let file = file_of(&records);
    assert!(file.len() > 8 * FRAME);
    assert_eq!(read_bytes::<(String, u64)>(&file).unwrap(), records);
}

#[test]
fn a_record_may_be_larger_than_a_frame() {
    let records = ["a".to_string(), "b".repeat(5 * FRAME), "c".to_string()];
    assert_eq!(read_bytes::<String>(&file_of(&records)).unwrap(), records);
}

#[test]
fn a_part_without_records_is_no_file() {
    assert_eq!(ObjectPart::<u8>::default().encoded().finish(), None);
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let file = bytes_of(EXAMPLE);
    for length in 0..file.len() {
        let problem = problem::<(String, u32)>(&file[..length]);
        let expected = if length < MAGIC.len() {
            "it is not an object file".into()
        } else {
            format!("it is incomplete: it ends at byte {length}, within ")
        };
        assert!(problem.starts_with(&expected), "{length}: {problem}");
    }
    let problem = problem::<(String, u32)>(&file[..50]);
    assert_eq!(
        problem,
        "it is incomplete: it ends at byte 50, within a frame that begins at byte 33"
    );
}

#[test]
fn no_changed_bit_goes_unnoticed() {
    let file = bytes_of(EXAMPLE);
    for byte in 0..file.len() {
        for bit in 0..8 {
            let mut file = file.clone();
            file[byte] ^= 1 << bit;
            problem::<(String, u32)>(&file);
        }
    }
}

#[test]
fn damage_is_located() {
    let mut file = bytes_of(EXAMPLE);
    file[45] ^= 1;
    let problem = problem::<(String, u32)>(&file);
    assert!(
        problem.starts_with("it is damaged at byte 33: the frame has the checksum "),
        "{problem}"
    );
}

#[test]
fn a_length_is_believed_only_as_far_as_the_file_goes() {
    let mut file = bytes_of(EXAMPLE);
    file[33..37].copy_from_slice(&u32::MAX.to_le_bytes());
    let problem = problem::<(String, u32)>(&file);
    assert!(
        problem.starts_with("it is incomplete: it ends at byte 79, within a frame"),
        "{problem}"
    );
}

#[test]
fn what_follows_the_end_is_an_error() {
    let mut file = bytes_of(EXAMPLE);
    file.push(b'\n');
    assert_eq!(
        problem::<(String, u32)>(&file),
        "it is damaged at byte 79: there are bytes after the end"
    );
    let twice = [bytes_of(EXAMPLE), bytes_of(EXAMPLE)].concat();
    assert!(problem::<(String, u32)>(&twice).contains("there are bytes after the end"));
}

#[test]
fn a_missing_frame_is_noticed() {
    let file = bytes_of(EXAMPLE);
    let without_frame = [&file[..33], &file[59..]].concat();
    assert_eq!(
        problem::<(String, u32)>(&without_frame),
        "it is damaged at byte 33: 2 records announced, 0 found"
    );
}

#[test]
fn other_types_versions_and_formats_are_told_apart() {
    let file = file_of(&[1_u32]);
    assert_eq!(problem::<u64>(&file), "it holds records of type u32, but the program reads u64");
    let mut later = file.clone();
    later[8] = 2;
    assert_eq!(
        problem::<u32>(&later),
        "it is an object file of version 2.0, but this program reads version 1.0"
    );
    for foreign in [&b""[..], b"SEQ\x06\x19org.apache", b"plain text, a line\n"] {
        assert!(problem::<u32>(foreign).starts_with("it is not an object file"));
    }
}

/// A type whose saved form changed under the same name.
#[derive(Clone, Debug)]
struct Changed;

impl Value for Changed {
    fn shape() -> String {
        "u32".into()
    }

    fn encode(&self, _: &mut Vec<u8>) {}

    fn decode(input: &mut Input<'_>) -> std::result::Result<Self, DecodeError> {
        input.take(9).map(|_| Self)
    }
}

#[test]
fn a_type_that_decodes_otherwise_is_an_error_with_its_place() {
    let problem = problem::<Changed>(&file_of(&[1_u32]));
    assert!(
        problem.starts_with("it is damaged at byte 31: the checksum is right, but 9 "),
        "{problem}"
    );
}

#[test]
fn a_value_without_a_saved_form_is_refused() {
    let mut part = ObjectPart::default();
    let problem = part.push(&Changed).unwrap_err();
    assert!(problem.starts_with("a record of type u32 takes 0 bytes"), "{problem}");
    assert_eq!(part.encoded().finish(), None);
}

#[test]
fn the_parts_of_a_directory_are_read_in_order() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    write("part-00001", &file_of(&[3_u8]));
    write("part-00000", &file_of(&[1_u8, 2]));
    write(".part-00000.crc", b"crc\0");
    let read = |path: &Path| read_object_file::<u8>(path).map_err(|error| error.to_string());
    let error = read(directory.path()).unwrap_err();
    assert!(error.contains("it has no _SUCCESS"), "{error}");
    write("_SUCCESS", b"");
    assert_eq!(read(directory.path()), Ok(vec![1, 2, 3]));
    write("part-00002", b"foreign");
    let error = read(directory.path()).unwrap_err();
    assert!(error.contains("part-00002: it is not an object file"), "{error}");
}

#[test]
fn damage_ends_the_records() {
    let mut file = file_of(&(0..100_000_u32).collect::<Vec<_>>());
    let last = file.len() - 30;
    file[last] ^= 1;
    let path = tempfile::NamedTempFile::new().unwrap();
    fs::write(path.path(), file).unwrap();
    let mut records = object_file_records::<u32>(path.path()).unwrap();
    let good = records.by_ref().take_while(Result::is_ok).count();
    assert!(good > 50_000 && records.next().is_none(), "{good}");
}
