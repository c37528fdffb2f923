//! How the content of files becomes records.

use std::fs::{self, File};
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use streamdsl::chunk::TextChunk;
use streamdsl::prelude::*;
use streamdsl::source::Source;
use streamdsl_tests::stepped::Stepped;
use tempfile::TempDir;

/// The lines of the files in a directory, read on one worker.
fn lines_of(directory: &Path) -> Vec<String> {
    let lines = Collected::new();
    let job = stream! {
        text_file_stream(directory, new_files_only = false) |> collect(&lines)
    };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    job.end_batch();
    lines.records()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn line_ends_and_files_do_not_run_into_each_other() {
    let directory = TempDir::new().unwrap();
    let contents: [(&str, &[u8]); 7] = [
        ("a", b"c1\r\nc2\rc3\n\nlast"),
        ("b", b"ended\n"),
        ("c", b"return\r"),
        ("d", b"after"),
        ("e", b"\n"),
        ("f", b""),
        ("g", b"bad \xff\xfe utf-8\r\n"),
    ];
    for (name, bytes) in contents {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
    let expected = [
        "c1",
        "c2\rc3",
        "",
        "last",
        "ended",
        "return\r",
        "after",
        "",
        "bad \u{fffd}\u{fffd} utf-8",
    ];
    assert_eq!(lines_of(directory.path()), expected);
}

#[test]
fn gz_is_decompressed_also_that_of_the_real_gzip() {
    let directory = TempDir::new().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("a.gz"), gzip(b"one\ntwo")).unwrap();
    // Several gzip members in one file, as written by `cat a.gz b.gz`.
    fs::write(path("b.gz"), [gzip(b"three\nfo"), gzip(b"ur\n")].concat()).unwrap();
    fs::write(path("c.txt"), "five\nsix\n").unwrap();
    let packed = Command::new("gzip").arg(path("c.txt")).status();
    assert!(packed.unwrap().success());
    fs::write(path("d.txt"), gzip(b"seven")).unwrap();
    fs::write(path("e.gz"), b"eight").unwrap();
    let lines = lines_of(directory.path());
    assert_eq!(lines, ["one", "two", "three", "four", "five", "six", "seven", "eight"]);
}

fn bzip2(text: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

/// The lines that a source reads, or the error of its job.
fn run<S: Source<Chunk = TextChunk>>(source: S) -> Result<Vec<String>, Error> {
    let lines = Collected::new();
    streamdsl::testing::run_on(1, stream! { from(source) |> collect(&lines) })?;
    Ok(lines.records())
}

/// The lines of a file, read in each way in which a program can read one.
#[track_caller]
fn check_file(path: &Path, expected: &[&str]) {
    use streamdsl::source::{replay, text_file};
    assert_eq!(run(text_file(path)).unwrap(), expected, "{}", path.display());
    assert_eq!(run(text_file(path).lines_per_batch(1)).unwrap(), expected, "{}", path.display());
    assert_eq!(run(replay(path, 100)).unwrap(), expected, "{}", path.display());
}

#[test]
fn compressed_files_are_read_whatever_their_names() {
    let directory = TempDir::new().unwrap();
    let text = b"\xEF\xBB\xBFone\ntwo\nlast";
    for (number, name) in ["A.GZ", "b", "c.txt", "d.zst", "e.Bz2"].into_iter().enumerate() {
        for packed in [gzip(text), bzip2(text), zstd(text)] {
            let path = directory.path().join(name);
            fs::write(&path, packed).unwrap();
            check_file(&path, &["one", "two", "last"]);
        }
        assert_eq!(lines_of(directory.path()), ["one", "two", "last"].repeat(number + 1));
    }
}

#[test]
fn a_path_may_be_a_url() {
    let directory = TempDir::new().unwrap();
    let url = |name: &str| format!("file://{}", directory.path().join(name).display());
    let job = stream! { memory([["one"]]) |> save_as_text_files(url("out/a")) };
    streamdsl::testing::run(job).unwrap();
    check_file(url("out/a-1000/part-00000").as_ref(), &["one"]);
    assert_eq!(lines_of(url("out/a-1000").as_ref()), ["one"]);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_first_line() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a");
    let cases: [(&[u8], &[&str]); 4] = [
        (b"\xEF\xBB\xBFone\ntwo", &["one", "two"]),
        (b"\xEF\xBB\xBF\n", &[""]),
        (b"\xEF\xBB\xBF", &[]),
        (b"one\n\xEF\xBB\xBFtwo\n", &["one", "\u{feff}two"]),
    ];
    for (bytes, expected) in cases {
        fs::write(&path, bytes).unwrap();
        check_file(&path, expected);
        let shuffled = run(streamdsl::source::replay(&path, 100).shuffle(1)).unwrap();
        assert_eq!(streamdsl_tests::sorted(shuffled), streamdsl_tests::sorted(expected.to_vec()));
        if bytes.len() > 3 {
            assert_eq!(lines_of(directory.path()), expected);
        }
    }
}

#[test]
fn what_cannot_be_read_as_text_is_an_error_that_says_what_to_do() {
    use streamdsl::source::{replay, text_file};
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a.txt");
    let cases: [(&[u8], &str); 4] = [
        (
            b"\xFF\xFEo\0n\0e\0",
            "it is UTF-16 text; convert it to UTF-8 first, for example with `iconv",
        ),
        (b"\xFE\xFF\0o\0n\0e", "it is UTF-16 text"),
        (b"\xFD7zXZ\0\0\x04......", "it is compressed with xz, which cannot be read here"),
        (b"PK\x03\x04..........", "decompress it first with `unzip`"),
    ];
    for (bytes, message) in cases {
        fs::write(&path, bytes).unwrap();
        let errors =
            [run(text_file(&path)), run(replay(&path, 1)), run(replay(&path, 1).shuffle(7))];
        for error in errors.map(|result| result.unwrap_err().to_string()) {
            assert!(error.contains(message) && error.contains("a.txt"), "{error}");
        }
        let job = stream! { text_file_stream(directory.path(), new_files_only = false) |> count |> pprint };
        let job = Stepped::start(job);
        job.end_batch();
        let told = job.notices().pop().unwrap().message;
        assert!(told.contains(message) && told.contains("a.txt"), "{told}");
    }
    fs::write(&path, gzip(b"one\n")).unwrap();
    let error = run(replay(&path, 1).shuffle(7)).unwrap_err().to_string();
    assert!(error.contains("a compressed file cannot be shuffled; decompress it first"), "{error}");
}

#[test]
fn binary_records_are_decompressed_only_if_the_name_says_so() {
    let directory = TempDir::new().unwrap();
    let like_gzip = b"\x1F\x8B\x08\0";
    fs::write(directory.path().join("a.bin"), like_gzip).unwrap();
    fs::write(directory.path().join("b.gz"), gzip(b"1234")).unwrap();
    let found = Collected::new();
    let job = stream! {
        binary_records_stream(directory.path(), 4, new_files_only = false)
            |> map(|bytes| bytes.to_vec()) |> collect(&found)
    };
    let job = Stepped::start_with(StreamingContext::builder().workers(1), job);
    job.end_batch();
    assert_eq!(found.records(), [like_gzip.to_vec(), b"1234".to_vec()]);
}

#[test]
fn a_file_larger_than_the_pool_is_read() {
    let directory = TempDir::new().unwrap();
    let mut file = File::create(directory.path().join("large")).unwrap();
    let line = "0123456789 ".repeat(9);
    for _ in 0..100_000 {
        writeln!(file, "{line}").unwrap();
    }
    drop(file);
    let counts = Collected::new();
    let job = stream! {
        text_file_stream(directory.path(), new_files_only = false)
            |> flat_map(split)
            |> count
            |> collect(&counts)
    };
    let builder = StreamingContext::builder().workers(2).pool_limit(1 << 20).page_size(64 << 10);
    let job = Stepped::start_with(builder, job);
    job.end_batch();
    assert_eq!(counts.records(), [900_000]);
    assert_eq!(job.status().records_received, 100_000);
}

fn number(bytes: &[u8]) -> u64 {
    u32::from_be_bytes(bytes.try_into().unwrap()).into()
}

#[test]
fn records_of_a_fixed_length_have_no_separators() {
    let directory = TempDir::new().unwrap();
    let numbers: Vec<u8> = (0..50_000_u32).flat_map(u32::to_be_bytes).collect();
    fs::write(directory.path().join("a"), &numbers).unwrap();
    fs::write(directory.path().join("b.gz"), gzip(&numbers[..40])).unwrap();
    let (sums, counts) = (Collected::new(), Collected::new());
    let job = stream! {
        let numbers = binary_records_stream(directory.path(), 4, new_files_only = false)
            |> map(number);
        numbers |> reduce(+) |> collect(&sums);
        numbers |> count |> collect(&counts);
    };
    // A page size that is no multiple of the record length.
    let builder = StreamingContext::builder().workers(2).page_size(4099).pool_limit(64 << 10);
    let job = Stepped::start_with(builder, job);
    job.end_batch();
    assert_eq!(counts.records(), [50_010]);
    assert_eq!(sums.records(), [49_999 * 25_000 + 45]);
}

#[test]
fn records_may_be_longer_than_a_page_and_keys() {
    let directory = TempDir::new().unwrap();
    let content = [vec![1; 10_000], vec![2; 10_000], vec![1; 10_000]].concat();
    fs::write(directory.path().join("a"), content).unwrap();
    let counts = Collected::new();
    let job = stream! {
        binary_records_stream(directory.path(), 10_000, new_files_only = false)
            |> count_by_value
            |> map(|(bytes, count)| (bytes[0], count))
            |> collect(&counts)
    };
    let builder = StreamingContext::builder().workers(2).page_size(4096).pool_limit(64 << 10);
    let job = Stepped::start_with(builder, job);
    job.end_batch();
    assert_eq!(counts.sorted_batches(), [[(1, 2), (2, 1)]]);
}

#[test]
fn a_converter_makes_any_records_of_a_file() {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("a.csv"), "1;2;3").unwrap();
    fs::write(directory.path().join("b.csv.gz"), gzip(b"4;5")).unwrap();
    let numbers = files(directory.path()).new_files_only(false).convert(|file| {
        let fields = file.split(b';').map_while(Result::ok);
        fields.map(|field| String::from_utf8(field).unwrap().parse::<u32>().unwrap())
    });
    let whole = files(directory.path()).new_files_only(false).convert(|mut file| {
        let mut text = String::new();
        let name = Path::new(file.name()).file_name().unwrap().to_string_lossy().into_owned();
        file.read_to_string(&mut text).ok().map(|_| (name, text))
    });
    let (sums, documents) = (Collected::new(), Collected::new());
    let job = stream! {
        from(numbers) |> reduce(+) |> collect(&sums);
        from(whole) |> collect(&documents);
    };
    let job = Stepped::start(job);
    job.end_batch();
    assert_eq!(sums.records(), [15]);
    let expected = [("a.csv", "1;2;3"), ("b.csv.gz", "4;5")];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(documents.sorted_batches(), [expected]);
    assert_eq!(job.status().receivers[0].bytes, 8);
}
