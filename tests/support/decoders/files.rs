//! Files with a checksum. Almost no bytes have the right one, so each decoder is also given bytes
//! that were sealed with it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, process};

use streamdsl::__private::read_checkpoint;
use streamdsl::files::read_object_file;
use streamdsl::record::Value;

fn put_checksum(bytes: &mut Vec<u8>, from: usize) {
    let checksum = crc32c::crc32c(&bytes[from..]);
    bytes.extend_from_slice(&checksum.to_le_bytes());
}

/// A checkpoint in this version of the format, with this content.
pub(super) fn sealed_checkpoint(version: u32, content: &[u8]) -> Vec<u8> {
    let mut file = [b"sdslckp\n".as_slice(), &version.to_le_bytes(), content].concat();
    put_checksum(&mut file, 0);
    file
}

/// Checkpoints: whole files, and the content of files whose head and checksum are right.
pub(super) fn checkpoint(bytes: &[u8]) {
    let _ = read_checkpoint(bytes);
    for version in 1..=2 {
        let _ = read_checkpoint(&sealed_checkpoint(version, bytes));
    }
}

/// An object file with one frame, which announces as many records as the first byte says.
fn sealed_object_file<T: Value>(bytes: &[u8]) -> Vec<u8> {
    let shape = T::shape();
    let mut file = b"\x89SDOBJ\r\n\x01\0\0\0".to_vec();
    file.extend_from_slice(&(shape.len() as u32).to_le_bytes());
    file.extend_from_slice(shape.as_bytes());
    put_checksum(&mut file, 0);
    let (count, payload) = bytes.split_first().unwrap_or((&0, &[]));
    let count = u32::from(*count);
    let frame = file.len();
    // A count of 255 stands for more records than there can be.
    let announced = if count == 255 { u32::MAX } else { count };
    file.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    file.extend_from_slice(&announced.to_le_bytes());
    file.extend_from_slice(payload);
    put_checksum(&mut file, frame);
    let end = file.len();
    file.extend_from_slice(&[0; 8]);
    file.extend_from_slice(&u64::from(announced).to_le_bytes());
    put_checksum(&mut file, end);
    file
}

/// A file that is removed when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(bytes: &[u8]) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("streamdsl-decoders-{}-{count}", process::id()));
        fs::write(&path, bytes).expect("the temporary directory can be written");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Object files: whole files, and the payload of a frame in files whose checksums are right.
pub(super) fn object_file(bytes: &[u8]) {
    type Records = (String, Vec<u64>);
    let _ = read_object_file::<Records>(&Scratch::new(bytes).0);
    let _ = read_object_file::<Records>(&Scratch::new(&sealed_object_file::<Records>(bytes)).0);
    let _ = read_object_file::<u8>(&Scratch::new(&sealed_object_file::<u8>(bytes)).0);
}
