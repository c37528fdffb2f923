//! Rows of the sources, which start a chain.

use super::params::Hook::New;
use super::params::{
    DIRECTORY, HOST, Kind, NEW_FILES_ONLY, ON_LONG_RECORD, PORT, RATE, SETTLE, optional, param,
};
use super::types::{Class, Operator, ROW};

/// The methods of a stream of files.
const OF_FILES: &[&str] = &["filter", "new_files_only", "settle", "depth", "remember"];
/// The methods of a stream of files of lines.
const OF_TEXT_FILES: &[&str] =
    &["filter", "new_files_only", "settle", "depth", "remember", "on_long_record"];

/// A source of the user's own. It is also the row of a chain that starts with the call of a function.
pub(super) const FROM: Operator = Operator {
    name: "from",
    class: Class::Source,
    params: &[param("source", Kind::Value, &[New])],
    example: "from(my_source)",
    ..ROW
};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "socket",
        class: Class::Source,
        params: &[HOST, PORT, ON_LONG_RECORD],
        example: r#"socket("localhost", 9999)"#,
        methods: &["on_long_record"],
        ..ROW
    },
    Operator {
        name: "socket_bytes",
        class: Class::Source,
        params: &[HOST, PORT, ON_LONG_RECORD],
        example: r#"socket_bytes("localhost", 9999)"#,
        methods: &["on_long_record"],
        ..ROW
    },
    Operator {
        name: "socket_with",
        class: Class::Source,
        params: &[HOST, PORT, param("converter", Kind::Value, &[New])],
        example: r#"socket_with("localhost", 9999, readings)"#,
        ..ROW
    },
    Operator {
        name: "stdin",
        class: Class::Source,
        params: &[ON_LONG_RECORD],
        example: "stdin()",
        methods: &["on_long_record"],
        ..ROW
    },
    Operator {
        name: "text_file_stream",
        class: Class::Source,
        params: &[DIRECTORY, NEW_FILES_ONLY, SETTLE, ON_LONG_RECORD],
        example: r#"text_file_stream("incoming")"#,
        methods: OF_TEXT_FILES,
        ..ROW
    },
    Operator {
        name: "file_stream",
        class: Class::Source,
        params: &[
            DIRECTORY,
            param("filter", Kind::Value, &[New]),
            NEW_FILES_ONLY,
            SETTLE,
            ON_LONG_RECORD,
        ],
        example: r#"file_stream("incoming", |path| path.starts_with("incoming/logs"))"#,
        methods: OF_TEXT_FILES,
        ..ROW
    },
    Operator {
        name: "binary_records_stream",
        class: Class::Source,
        params: &[DIRECTORY, param("record_length", Kind::Value, &[New]), NEW_FILES_ONLY, SETTLE],
        example: r#"binary_records_stream("readings", 16)"#,
        methods: OF_FILES,
        ..ROW
    },
    Operator {
        name: "queue",
        class: Class::Source,
        params: &[
            param("batches", Kind::Value, &[New]),
            optional("one_at_a_time", Kind::Value, &[New]),
            optional("default", Kind::Value, &[New]),
        ],
        example: "queue(&batches)",
        methods: &["one_at_a_time", "default_batch"],
        ..ROW
    },
    Operator {
        name: "generator",
        class: Class::Source,
        params: &[RATE, param("make", Kind::Value, &[New]), optional("limit", Kind::Value, &[New])],
        example: "generator(1000, |n| n * n)",
        methods: &["limit"],
        ..ROW
    },
    Operator {
        name: "replay",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            RATE,
            optional("shuffle", Kind::Value, &[New]),
            optional("repeat", Kind::Value, &[New]),
            ON_LONG_RECORD,
        ],
        example: r#"replay("access.log", 500, shuffle = 42)"#,
        methods: &["shuffle", "repeat", "on_long_record"],
        ..ROW
    },
    Operator {
        name: "memory",
        class: Class::Source,
        params: &[param("batches", Kind::Value, &[New])],
        example: r#"memory([vec!["a b"], vec!["b"]])"#,
        ..ROW
    },
    Operator {
        name: "text_file",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            optional("lines_per_batch", Kind::Value, &[New]),
            ON_LONG_RECORD,
        ],
        example: r#"text_file("access.log")"#,
        methods: &["lines_per_batch", "on_long_record"],
        ..ROW
    },
    Operator {
        name: "object_file",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            optional("records_per_batch", Kind::Value, &[New]),
        ],
        example: r#"object_file::<(String, u64)>("out/counts-1000")"#,
        methods: &["records_per_batch"],
        is_generic: true,
        ..ROW
    },
    Operator {
        name: "union_all",
        class: Class::Source,
        params: &[param("sources", Kind::Value, &[New])],
        example: "union_all(sockets)",
        ..ROW
    },
    FROM,
];
