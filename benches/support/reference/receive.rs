//! Counts the words from a socket: one thread reads, one thread counts.

use std::io::Read;
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::count::WordCounter;
use super::words::{PADDING, Piece};

const BUFFER: usize = 256 << 10;
const BUFFERS: usize = 16;

/// A buffer, and the number of its bytes that are whole lines.
type Filled = (Vec<u8>, usize);

/// Counts words from `peer` in batches of one second until `end`; gives the bytes and the words.
///
/// # Panics
/// If a thread cannot be started, or has panicked.
pub fn count_until(peer: TcpStream, end: Instant, distinct: usize) -> (u64, u64) {
    let (filled, to_count) = channel();
    let (emptied, free) = channel();
    for _ in 0..BUFFERS {
        let _ = emptied.send(vec![0; BUFFER + PADDING]);
    }
    let reader: JoinHandle<()> = std::thread::spawn(move || read(peer, &free, &filled));
    let mut counter = WordCounter::new(distinct, 1);
    let (mut bytes, mut words) = (0, 0);
    let mut batch_ends = Instant::now() + Duration::from_secs(1);
    while let Ok((buffer, len)) = to_count.recv() {
        counter.add(Piece::new(&buffer, len));
        bytes += len as u64;
        let _ = emptied.send(buffer);
        let now = Instant::now();
        if now >= batch_ends || now >= end {
            words += counter.take_totals().0;
            batch_ends += Duration::from_secs(1);
        }
        if now >= end {
            break;
        }
    }
    drop((to_count, emptied));
    assert!(reader.join().is_ok(), "the reader has panicked");
    (bytes, words)
}

/// Fills buffers with whole lines; what follows the last line end goes to the next buffer.
fn read(mut peer: TcpStream, free: &Receiver<Vec<u8>>, filled: &Sender<Filled>) {
    let mut rest: Vec<u8> = Vec::new();
    while let Ok(mut buffer) = free.recv() {
        buffer[..rest.len()].copy_from_slice(&rest);
        let Ok(count @ 1..) = peer.read(&mut buffer[rest.len()..BUFFER]) else { return };
        let received = rest.len() + count;
        let len = memchr::memrchr(b'\n', &buffer[..received]).map_or(0, |at| at + 1);
        rest.clear();
        rest.extend_from_slice(&buffer[len..received]);
        if filled.send((buffer, len)).is_err() {
            return;
        }
    }
}
