//! Lines and words.

use streamdsl::text::{ByteLines, Lines};

/// Lines are those of the standard library.
pub(super) fn lines(bytes: &[u8]) {
    let mut of_bytes: Vec<_> = bytes.split(|byte| *byte == b'\n').collect();
    let ended = of_bytes.len() - 1;
    if of_bytes.last().is_some_and(|last| last.is_empty()) {
        of_bytes.pop();
    }
    for line in of_bytes.iter_mut().take(ended) {
        *line = line.strip_suffix(b"\r").unwrap_or(line);
    }
    assert!(ByteLines::new(bytes).eq(of_bytes));
    let text = String::from_utf8_lossy(bytes);
    assert!(Lines::new(&text).eq(text.lines()));
}

/// Words are those of the standard library.
pub(super) fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    streamdsl::__private::for_each_word(&text, &mut |word| found.push(word));
    assert!(text.split_ascii_whitespace().eq(found));
}
