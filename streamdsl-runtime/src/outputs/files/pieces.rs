//! Files that several workers encode together.
//!
//! Each worker encodes its records as one file. At the end of the batch these files are cut between
//! runs of records and put together anew, so that the records are in the order of the stream.

use std::ops::Range;

use crate::base::memory::Usage;

/// A file that is being encoded.
#[doc(hidden)]
pub trait Part: Clone {
    /// Returns the length of the file so far, and makes sure that it can be cut there.
    fn cut(&mut self) -> usize;

    /// Returns how much memory the file takes.
    fn usage(&self) -> Usage;

    /// Returns the file without its end.
    fn encoded(self) -> Encoded;
}

/// A file as one worker has encoded it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Encoded {
    pub(crate) file: Vec<u8>,
    /// The length of its head, which every file of the output has. Records follow it.
    pub(crate) head: usize,
    /// Completes a file: it gets the file and the length of its head.
    pub(crate) complete: fn(&mut Vec<u8>, usize),
}

/// A part of a file: the number of the file, and a range of bytes behind the head.
pub(crate) type Piece = (usize, Range<usize>);

impl Encoded {
    /// Returns the length of its records in bytes.
    pub(crate) fn len(&self) -> usize {
        self.file.len().saturating_sub(self.head)
    }

    /// Returns the complete file; `None` if it has no records.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        if self.len() == 0 {
            return None;
        }
        (self.complete)(&mut self.file, self.head);
        Some(self.file)
    }
}

/// Puts pieces together, in the given order, into up to `files` files, which are about equally long.
pub(crate) fn put_together(encoded: Vec<Encoded>, pieces: &[Piece], files: usize) -> Vec<Vec<u8>> {
    if let [only] = pieces {
        return encoded.into_iter().nth(only.0).and_then(Encoded::finish).into_iter().collect();
    }
    let total: usize = pieces.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut pieces = pieces.iter().peekable();
    let mut done = 0;
    let mut written = Vec::new();
    for number in 1..=files {
        let end = total * number / files;
        let Some((first, _)) = pieces.peek() else { break };
        let Encoded { head, complete, file, .. } = &encoded[*first];
        let mut new = file[..*head].to_vec();
        while let Some((from, bytes)) = pieces.next_if(|_| done < end) {
            new.extend_from_slice(&encoded[*from].file[bytes.clone()]);
            done += bytes.len();
        }
        complete(&mut new, *head);
        written.push(new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(file: &str) -> Encoded {
        Encoded { file: file.into(), head: 1, complete: |file, _| file.push(b'.') }
    }

    fn files(workers: &[&str], pieces: &[Piece]) -> Vec<String> {
        let workers = workers.iter().map(|file| encoded(file)).collect();
        let files = put_together(workers, pieces, 2);
        files.into_iter().map(|file| String::from_utf8(file).unwrap()).collect()
    }

    #[test]
    fn pieces_are_put_together_in_order() {
        let found = files(&["#aacc", "#bbdd"], &[(0, 1..3), (1, 1..3), (0, 3..5), (1, 3..5)]);
        assert_eq!(found, ["#aabb.", "#ccdd."]);
        assert_eq!(files(&["#", "#bb"], &[(1, 1..3)]), ["#bb."]);
        assert_eq!(files(&["#aaaaaa", "#b"], &[(0, 1..7), (1, 1..2)]), ["#aaaaaa.", "#b."]);
        assert_eq!(files(&["#aaaaaa", "#b"], &[(1, 1..2), (0, 1..7)]), ["#baaaaaa."]);
        assert!(files(&["#", "#"], &[]).is_empty());
    }
}
