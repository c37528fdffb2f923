use std::io::Write;

use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::*;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn read(bytes: &[u8], name: &str, recognise: Recognise) -> io::Result<Vec<u8>> {
    let mut content = Content::open(Cursor::new(bytes), Path::new(name), recognise)?;
    let mut all = Vec::new();
    content.read_to_end(&mut all)?;
    Ok(all)
}

fn text(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut content = Content::open(Cursor::new(bytes), Path::new("x"), Recognise::ByContent)?;
    content.skip_mark()?;
    let mut all = Vec::new();
    content.read_to_end(&mut all)?;
    Ok(all)
}

#[test]
fn members_follow_each_other() {
    let mut bytes = gzip(b"one\n");
    bytes.extend(gzip(b""));
    bytes.extend(gzip(b"two\n"));
    assert_eq!(text(&bytes).unwrap(), b"one\ntwo\n");
}

#[test]
fn the_content_wins_over_the_name() {
    let packed = gzip(b"text");
    for name in ["a", "a.txt", "a.gz", "a.zst", "a.GZ"] {
        assert_eq!(read(&packed, name, Recognise::ByContent).unwrap(), b"text");
        assert_eq!(read(b"text", name, Recognise::ByContent).unwrap(), b"text");
        assert_eq!(read(b"text", name, Recognise::ByNameAndContent).unwrap(), b"text");
    }
    for (name, expected) in [("a.Gz", b"text".as_slice()), ("a", &packed), ("a.bin", &packed)] {
        assert_eq!(read(&packed, name, Recognise::ByNameAndContent).unwrap(), expected);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let cases: [(&[u8], &str); 5] = [
        (
            b"\xFD7zXZ\0\0\x04",
            "compressed with xz, which cannot be read here; decompress it first with `xz -d`",
        ),
        (b"\x04\x22\x4D\x18....", "compressed with lz4"),
        (b"\xFF\x06\0\0sNaPpY..", "compressed with snappy"),
        (b"PK\x03\x04....", "compressed with zip"),
        (b"\xFF\xFEa\0\n\0", "UTF-16 text; convert it to UTF-8 first"),
    ];
    for (bytes, message) in cases {
        let error = text(bytes).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    #[cfg(not(feature = "zstd"))]
    {
        let error = text(b"\x28\xB5\x2F\xFD....").unwrap_err().to_string();
        assert!(error.contains("the feature `zstd` of streamdsl"), "{error}");
    }
    #[cfg(not(feature = "bzip2"))]
    {
        let error = text(b"BZh91AY&SY....").unwrap_err().to_string();
        assert!(error.contains("the feature `bzip2` of streamdsl"), "{error}");
    }
}

#[test]
fn text_that_begins_like_a_compressed_file_stays_text() {
    for plain in ["BZh and more text", "BZ", "B", "", "P", "PKZIP", "\u{1f}", "BZh9 is a word"] {
        assert_eq!(text(plain.as_bytes()).unwrap(), plain.as_bytes());
    }
}

#[test]
fn a_byte_order_mark_is_skipped_once() {
    assert_eq!(text(b"\xEF\xBB\xBFa").unwrap(), b"a");
    assert_eq!(text(b"\xEF\xBB\xBF").unwrap(), b"");
    assert_eq!(text(b"\xEF\xBB\xBF\xEF\xBB\xBFa").unwrap(), b"\xEF\xBB\xBFa");
    assert_eq!(text(&gzip(b"\xEF\xBB\xBFa")).unwrap(), b"a");
    for incomplete in [b"\xEF".as_slice(), b"\xEF\xBB", b"\xFF", b"\xEF\xBBx", b"a\xEF\xBB\xBF"] {
        assert_eq!(text(incomplete).unwrap(), incomplete);
    }
}

#[test]
fn skipping_counts_bytes_of_the_content() {
    for bytes in [b"0123456789abcdef".to_vec(), gzip(b"0123456789abcdef")] {
        let mut content =
            Content::open(Cursor::new(&bytes), Path::new("x"), Recognise::ByContent).unwrap();
        content.skip(12).unwrap();
        let mut rest = String::new();
        content.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "cdef");
    }
}

#[test]
fn a_damaged_file_is_an_error_and_not_text() {
    let mut bytes = gzip(&b"some text ".repeat(100));
    let last = bytes.len() - 6;
    bytes[last] ^= 1;
    let error = text(&bytes).unwrap_err().to_string();
    assert!(error.starts_with("cannot decompress it as gzip: "), "{error}");
    let error = text(&bytes[..30]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
}

#[cfg(feature = "zstd")]
mod zstd {
    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn frames_follow_each_other() {
        let long = b"to be or not to be\n".repeat(50_000);
        let mut bytes = packed(&long);
        // A frame for other programs, of five bytes.
        bytes.extend(b"\x5E\x2A\x4D\x18\x05\0\0\0other");
        bytes.extend(packed(b""));
        bytes.extend(packed(b"the end\n"));
        assert_eq!(text(&bytes).unwrap(), [long.as_slice(), b"the end\n"].concat());
    }

    #[test]
    fn a_file_that_was_cut_or_damaged_is_an_error() {
        let bytes = packed(&b"to be or not to be\n".repeat(5000));
        for cut in [5, bytes.len() / 2, bytes.len() - 1] {
            let error = text(&bytes[..cut]).unwrap_err().to_string();
            assert!(error.starts_with("cannot decompress it as zstd: "), "{error}");
        }
    }
}

#[cfg(feature = "bzip2")]
#[test]
fn bzip2_streams_follow_each_other() {
    let packed = |text: &[u8]| {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    let bytes = [packed(b"one\n"), packed(b""), packed(b"two\n")].concat();
    assert_eq!(text(&bytes).unwrap(), b"one\ntwo\n");
    assert!(text(&bytes[..bytes.len() - 20]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 3 } else { 512 }))]

    #[test]
    fn arbitrary_bytes_are_content_or_an_error(
        magic in prop::sample::select(vec![
            b"".as_slice(), b"\x1F\x8B\x08", b"\x28\xB5\x2F\xFD", b"BZh91AY&SY", b"\xEF\xBB\xBF",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let all = [magic, &bytes].concat();
        if magic.is_empty() && Compression::of(&all).is_none() {
            prop_assert_eq!(read(&all, "x", Recognise::ByContent).unwrap(), all);
        } else {
            let _ = text(&all);
        }
    }
}
