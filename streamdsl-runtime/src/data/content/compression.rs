//! Forms of compression, and how a file shows them.

use std::path::Path;

/// A form of compression. Not all of them can be read, but each is recognised, so that its bytes are
/// never taken for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Lz4,
    Snappy,
    Zip,
    Compress,
}

/// What is known of a form of compression.
struct Row {
    compression: Compression,
    name: &'static str,
    /// How such a file begins.
    magic: &'static [u8],
    /// How its name ends, in lower case.
    extensions: &'static [&'static str],
    /// The command that decompresses such a file.
    command: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        compression: Compression::Gzip,
        name: "gzip",
        magic: &[0x1F, 0x8B, 8],
        extensions: &["gz", "gzip"],
        command: "gzip -d",
    },
    Row {
        compression: Compression::Zstd,
        name: "zstd",
        magic: &[0x28, 0xB5, 0x2F, 0xFD],
        extensions: &["zst", "zstd"],
        command: "zstd -d",
    },
    Row {
        compression: Compression::Bzip2,
        name: "bzip2",
        magic: b"BZh",
        extensions: &["bz2", "bzip2"],
        command: "bzip2 -d",
    },
    Row {
        compression: Compression::Xz,
        name: "xz",
        magic: &[0xFD, b'7', b'z', b'X', b'Z', 0],
        extensions: &["xz"],
        command: "xz -d",
    },
    Row {
        compression: Compression::Lz4,
        name: "lz4",
        magic: &[4, 0x22, 0x4D, 0x18],
        extensions: &["lz4"],
        command: "lz4 -d",
    },
    Row {
        compression: Compression::Snappy,
        name: "snappy",
        magic: &[0xFF, 6, 0, 0, b's', b'N', b'a', b'P', b'p', b'Y'],
        extensions: &["sz", "snappy"],
        command: "snzip -d",
    },
    Row {
        compression: Compression::Zip,
        name: "zip",
        magic: &[b'P', b'K', 3, 4],
        extensions: &["zip"],
        command: "unzip",
    },
    Row {
        compression: Compression::Compress,
        name: "compress",
        magic: &[0x1F, 0x9D],
        extensions: &["z"],
        command: "uncompress",
    },
];

/// What follows `BZh` and the size of the blocks: a block, or the end of an empty file.
const BZIP2_NEXT: [[u8; 6]; 2] =
    [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]];

impl Compression {
    /// How many bytes at the beginning of a file show its compression.
    pub(super) const MAGIC: usize = 10;

    /// The compression of a file that begins with `head`.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let row = ROWS.iter().find(|row| head.starts_with(row.magic))?;
        // Text may also begin with these three letters.
        if row.compression == Compression::Bzip2 {
            let is_block = matches!(head.get(3), Some(b'1'..=b'9'))
                && BZIP2_NEXT.iter().any(|next| head.get(4..10) == Some(next));
            return is_block.then_some(Compression::Bzip2);
        }
        Some(row.compression)
    }

    /// The compression that the name of a file announces.
    pub(crate) fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let row = ROWS.iter().find(|row| row.extensions.contains(&extension.as_str()))?;
        Some(row.compression)
    }

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.compression == self).unwrap_or(&ROWS[0])
    }

    pub(super) fn name(self) -> &'static str {
        self.row().name
    }

    /// What to do about a file that cannot be read.
    pub(super) fn advice(self) -> String {
        let Row { name, command, .. } = self.row();
        match self {
            Compression::Zstd | Compression::Bzip2 => format!(
                "it is compressed with {name}, and this program was built without the feature \
                 `{name}` of streamdsl; add the feature in `Cargo.toml`, or decompress the file \
                 first with `{command}`"
            ),
            _ => format!(
                "it is compressed with {name}, which cannot be read here; decompress it first with \
                 `{command}`"
            ),
        }
    }
}
