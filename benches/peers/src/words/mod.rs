//! Counts how often each word of a text occurs.

mod by_hand;
mod dfir;
mod differential;
mod rayon;
pub(crate) mod renoir;
mod stream;
mod timely;

use streamdsl::source::TextSource;
use streamdsl_benches::corpus::zipf_text;
use streamdsl_benches::reference::words::PaddedText;

use crate::measure::{COLUMNS, Cost, beside, cost, print_head};

/// How many different words the text has.
const DISTINCT: usize = 100_000;

/// A digest of a count. Two counts with equal digests agree on every word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    words: u64,
    total: u64,
    checksum: u64,
}

impl Counts {
    /// Adds a word that has not been added before.
    fn add(self, word: &[u8], count: u64) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in word {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self {
            words: self.words + 1,
            total: self.total + count,
            checksum: self.checksum.wrapping_add(hash.wrapping_mul(count)),
        }
    }

    fn of<W: AsRef<[u8]>>(counts: impl IntoIterator<Item = (W, u64)>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, (word, count)| sum.add(word.as_ref(), count))
    }

    /// Of words that differ from those counted here.
    fn and(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            total: self.total + other.total,
            checksum: self.checksum.wrapping_add(other.checksum),
        }
    }
}

/// The text, in the forms that are prepared in memory before the measurement.
struct Input {
    text: &'static str,
    /// With padding, for loads beyond its end.
    padded: PaddedText,
    /// For jobs of the library.
    source: TextSource,
}

impl Input {
    fn new(text: String) -> Self {
        let (padded, source) = (PaddedText::new(&text), streamdsl::source::text(text.as_str()));
        Self { text: text.leak(), padded, source }
    }
}

/// A system and the way it is used.
struct Peer {
    name: &'static str,
    /// The numbers of workers on which it can run.
    workers: &'static [usize],
    count: fn(&Input, usize) -> Counts,
}

const STREAM: Peer = Peer { name: "`stream!`", workers: &[1, 2], count: stream::count };

const PEERS: &[Peer] = &[
    Peer { name: "the reference by hand", workers: &[1, 2], count: by_hand::tuned },
    Peer { name: "hashbrown, `&str`", workers: &[1], count: by_hand::hashbrown },
    Peer { name: "std `HashMap<String>`", workers: &[1], count: by_hand::naive },
    Peer { name: "rayon, fold and reduce", workers: &[1, 2], count: rayon::count },
    Peer { name: "timely, combined by hand", workers: &[1, 2], count: timely::combined },
    Peer { name: "timely, as its example", workers: &[1, 2], count: timely::exchanged },
    Peer { name: "renoir, `fold_assoc`", workers: &[1, 2], count: renoir::fold_assoc },
    Peer { name: "renoir, `group_by_reduce`", workers: &[1, 2], count: renoir::group_by_reduce },
    Peer { name: "dfir, `fold_keyed`", workers: &[1], count: dfir::count },
    Peer { name: "differential, `count_total`", workers: &[1, 2], count: differential::count },
];

/// The text that all programs count.
pub(crate) fn text(megabytes: usize) -> String {
    zipf_text(megabytes << 20, DISTINCT)
}

/// Measures each peer in turn with the library, and prints a row for each peer.
pub(crate) fn print_table(megabytes: usize, turns: usize) -> Result<(), String> {
    let input = Input::new(text(megabytes));
    let expected = (STREAM.count)(&input, 1);
    println!(
        "Words of a text of {megabytes} MiB: {} of them, {} different.",
        expected.total, expected.words
    );
    println!();
    print_head(&[&["per word", "workers"], &COLUMNS[..]].concat());
    for workers in [1, 2] {
        for peer in PEERS.iter().filter(|peer| peer.workers.contains(&workers)) {
            let pairs = pairs(peer, &input, workers, turns, expected)?;
            let columns = beside(&pairs, expected.total).join(" | ");
            println!("| {} | {workers} | {columns} |", peer.name);
        }
    }
    println!();
    Ok(())
}

/// Measures the library alone, and prints rows like those of `others`.
pub(crate) fn print_stream(megabytes: usize, turns: usize) -> Result<(), String> {
    let input = Input::new(text(megabytes));
    let expected = (STREAM.count)(&input, 1);
    for workers in [1, 2] {
        let pairs = pairs(&STREAM, &input, workers, turns, expected)?;
        let [wall, processor, ..] = beside(&pairs, expected.total);
        println!("| {} | {workers} | {wall} | {processor} |", STREAM.name);
    }
    Ok(())
}

/// The costs of the library and of a peer, in turn.
fn pairs(
    peer: &Peer,
    input: &Input,
    workers: usize,
    turns: usize,
    expected: Counts,
) -> Result<Vec<(Cost, Cost)>, String> {
    let run = |peer: &Peer| {
        let (counts, cost) = cost(|| (peer.count)(input, workers));
        if counts == expected {
            Ok(cost)
        } else {
            Err(format!("{} counts {counts:?}, not {expected:?}", peer.name))
        }
    };
    (0..turns).map(|_| Ok((run(&STREAM)?, run(peer)?))).collect()
}

/// Cuts a text into as many pieces, of whole lines.
pub(crate) fn pieces(text: &'static str, count: usize) -> Vec<&'static str> {
    let mut rest = text;
    let mut pieces = Vec::new();
    for left in (1..=count).rev() {
        let about = rest.len() / left;
        let end = rest.as_bytes()[about..].iter().position(|byte| *byte == b'\n');
        let (piece, after) = rest.split_at(end.map_or(rest.len(), |end| about + end + 1));
        pieces.push(if left == 1 { rest } else { piece });
        rest = after;
    }
    pieces
}
