//! How text is read: lines, line ends, invalid bytes, very long lines.

use streamdsl::prelude::*;
use streamdsl_tests::peers::{Peer, Server};
use streamdsl_tests::stepped::Stepped;

use super::counts;

/// Starts the program that counts words, on `workers` workers, and its server.
fn wordcount(workers: usize) -> (Stepped, Peer, Collected<(String, u64)>) {
    let server = Server::start();
    let found = Collected::new();
    let job = stream! {
        socket("localhost", server.port())
            |> flat_map(split)
            |> reduce_by_key(+)
            |> collect(&found)
    };
    let job = Stepped::start_with(StreamingContext::builder().workers(workers), job);
    let peer = server.accept();
    (job, peer, found)
}

#[test]
fn a_byte_order_mark_of_a_connection_is_not_part_of_its_first_line() {
    let server = Server::start();
    let lines = Collected::new();
    let job = stream! { socket("localhost", server.port()) |> collect(&lines) };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    // The mark arrives byte by byte, and is not complete in the second connection.
    let mut peer = server.accept();
    for byte in *b"\xEF\xBB\xBF" {
        peer.send([byte]);
        std::thread::sleep(Duration::from_millis(5));
    }
    peer.send("one\n");
    job.until_records(1);
    drop(peer);
    let mut peer = server.accept();
    peer.send(b"\xEF\xBB");
    drop(peer);
    job.until_records(2);
    let mut peer = server.accept();
    peer.send(b"\xFF\xFEo\0n\0e\0");
    let refused = "what the server sends cannot be read: it is UTF-16 text";
    streamdsl_tests::until("the server is refused", || {
        job.notices().iter().any(|notice| notice.message.contains(refused))
    });
    job.end_batch();
    assert_eq!(lines.records(), ["one", "\u{fffd}"]);
}

#[test]
fn known_lines_at_known_times() {
    for workers in [1, 2, 3] {
        let (job, mut peer, found) = wordcount(workers);
        let batches: [&[&str]; 5] = [
            &["to be or not to be", "that is the question"],
            &[],
            &["whether tis nobler", "", "  in the\tmind to suffer  "],
            &["to"],
            &["be be be", "to be"],
        ];
        for lines in batches {
            for line in lines {
                peer.send_piece(format!("{line}\n"), &job);
            }
            job.end_batch();
        }
        job.stop();
        assert_eq!(found.sorted_batches(), batches.map(counts), "{workers} workers");
        let times: Vec<_> = found.take().iter().map(|(time, _)| time.as_millis()).collect();
        assert_eq!(times, [1000, 2000, 3000, 4000, 5000]);
    }
}

#[test]
fn a_line_counts_in_the_batch_in_which_it_ends_wherever_it_is_cut() {
    const TEXT: &str = "grüße an 日本\r\n\r\n🦀 lives\nan ünder\r\n";
    let bytes = TEXT.as_bytes();
    let (job, mut peer, found) = wordcount(2);
    let mut expected = Vec::new();
    for cut in 1..bytes.len() {
        peer.send_piece(&bytes[..cut], &job);
        job.end_batch();
        peer.send_piece(&bytes[cut..], &job);
        job.end_batch();
        let complete = bytes[..cut].split(|byte| *byte == b'\n').count() - 1;
        let lines: Vec<_> = TEXT.lines().collect();
        expected.extend([counts(&lines[..complete]), counts(&lines[complete..])]);
    }
    assert_eq!(found.sorted_batches(), expected);
    assert_eq!(job.status().invalid_utf8, 0, "a cut must not make a character invalid");
}

#[test]
fn text_may_arrive_byte_by_byte() {
    const TEXT: &str = "zwölf Boxkämpfer jagen\r\nViktor quer über\r\nden großen Sylter Deich\r\n";
    let (job, mut peer, found) = wordcount(2);
    for byte in TEXT.as_bytes() {
        peer.send_piece([*byte], &job);
    }
    job.end_batch();
    assert_eq!(found.sorted_batches(), [counts(&TEXT.lines().collect::<Vec<_>>())]);
}

#[test]
fn empty_lines_are_records_and_only_line_feeds_end_them() {
    let server = Server::start();
    let (lines, lengths) = (Collected::new(), Collected::new());
    let job = stream! {
        let input = socket("localhost", server.port());
        input |> count |> collect(&lines);
        input |> map(str::len) |> collect(&lengths);
    };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    let mut peer = server.accept();
    for text in ["\n\n", "\r\n\r\n", "", "a\rb\n", "\r\r\n", "\0\n \n"] {
        peer.send_piece(text, &job);
        job.end_batch();
    }
    assert_eq!(lines.records(), [2, 2, 0, 1, 1, 2]);
    let expected = [vec![0, 0], vec![0, 0], vec![], vec![3], vec![1], vec![1, 1]];
    assert_eq!(lengths.batches(), expected);
}

#[test]
fn invalid_utf8_is_replaced_in_text_and_kept_in_bytes() {
    /// Each line, its text, and the number of replacement characters in it.
    const LINES: [(&[u8], &str, u64); 6] = [
        (b"fine", "fine", 0),
        (b"caf\xc3", "caf\u{fffd}", 1),
        (b"\xff\xfe x", "\u{fffd}\u{fffd} x", 2),
        (b"\xe2\x82 \xe2\x82\xac", "\u{fffd} \u{20ac}", 1),
        (b"\xed\xa0\x80", "\u{fffd}\u{fffd}\u{fffd}", 3),
        (b"nul\0nul", "nul\0nul", 0),
    ];
    let server = Server::start();
    let (texts, bytes) = (Collected::new(), Collected::new());
    let job = stream! {
        socket("localhost", server.port()) |> collect(&texts);
        socket_bytes("localhost", server.port()) |> map(<[u8]>::to_vec) |> collect(&bytes);
    };
    let job = Stepped::start(job);
    let mut peers = [server.accept(), server.accept()];
    let mut replaced = 0;
    for (line, _, replacements) in LINES {
        for peer in &mut peers {
            peer.send_piece(line, &job);
            peer.send_piece("\r\n", &job);
        }
        job.end_batch();
        replaced += replacements;
        assert_eq!(job.status().invalid_utf8, replaced);
    }
    assert_eq!(texts.batches(), LINES.map(|(_, text, _)| [text]));
    assert_eq!(bytes.batches(), LINES.map(|(line, _, _)| [line]));
}

#[test]
fn invalid_words_are_counted_beside_valid_ones() {
    let (job, mut peer, found) = wordcount(2);
    peer.send_piece(b"ok \xff ok \xc3\nok\n", &job);
    job.end_batch();
    let expected = [("ok".to_owned(), 3), ("\u{fffd}".to_owned(), 2)];
    assert_eq!(found.sorted_batches(), [expected]);
}

#[test]
fn a_tail_without_an_end_is_delivered_when_the_connection_closes() {
    let (job, mut peer, found) = wordcount(2);
    peer.send_piece("whole line\nbroken li", &job);
    job.end_batch();
    peer.send_piece("ne", &job);
    job.end_batch();
    drop(peer);
    job.until_records(2);
    job.end_batch();
    assert_eq!(
        found.sorted_batches(),
        [counts(&["whole line"]), counts(&[]), counts(&["broken line"])]
    );
}

#[test]
fn a_line_of_ten_megabytes_is_one_record() {
    const LENGTH: usize = 10 << 20;
    let server = Server::start();
    let (lengths, found) = (Collected::new(), Collected::new());
    let job = stream! {
        let lines = socket("localhost", server.port());
        lines |> map(str::len) |> collect(&lengths);
        lines |> flat_map(split) |> reduce_by_key(+) |> collect(&found);
    };
    let builder = StreamingContext::builder().workers(2).pool_limit(4 << 20);
    let job = Stepped::start_with(builder, job);
    let mut peer = server.accept();
    // One very long word, then the same number of bytes in short words.
    peer.send_piece("before\n", &job);
    peer.send_piece(vec![b'x'; LENGTH / 2], &job);
    job.end_batch();
    peer.send_piece(vec![b'x'; LENGTH / 2], &job);
    peer.send_piece("\n", &job);
    job.end_batch();
    peer.send_piece("ab ".repeat(LENGTH / 3), &job);
    peer.send_piece("\r\nafter\n", &job);
    job.end_batch();
    let words = "ab ".repeat(LENGTH / 3);
    assert_eq!(lengths.sorted_batches(), [vec![6], vec![LENGTH], vec![5, words.len()]]);
    let long = "x".repeat(LENGTH);
    let expected = [counts(&["before"]), counts(&[&long]), counts(&[&words, "after"])];
    assert!(found.sorted_batches() == expected, "not printed: it would be very long");
}
