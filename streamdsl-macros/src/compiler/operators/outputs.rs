//! Rows of the outputs, which end a chain.

use super::params::Hook::{Finish, New, Record};
use super::params::{EMPTY, Kind, PREFIX, SUFFIX, action, optional, param};
use super::types::{Class, Idle, Operator, Order, ROW, STAGE, Stage, Work};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "pprint",
        class: Class::Sink(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[optional("n", Kind::Value, &[New])],
        example: "|> pprint(20)",
        ..ROW
    },
    Operator {
        name: "foreach_batch",
        class: Class::Sink(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[action("f", Kind::BatchFunction, &[Finish])],
        example: r#"|> foreach_batch(|batch, time| println!("{time}: {}", batch.len()))"#,
        ..ROW
    },
    Operator {
        name: "foreach",
        class: Class::Sink(Stage { work: Work::CallFunction, ..STAGE }),
        params: &[action("f", Kind::Function, &[Record])],
        example: r#"|> foreach(|record| println!("{record:?}"))"#,
        ..ROW
    },
    Operator {
        name: "save_as_text_files",
        class: Class::Sink(Stage {
            work: Work::WriteFiles,
            idle: Idle::Everybody,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[PREFIX, SUFFIX, EMPTY],
        example: r#"|> save_as_text_files("out/counts", "txt")"#,
        ..ROW
    },
    Operator {
        name: "save_as_object_files",
        class: Class::Sink(Stage {
            work: Work::WriteFiles,
            idle: Idle::Everybody,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[PREFIX, SUFFIX, EMPTY],
        example: r#"|> save_as_object_files("out/counts")"#,
        ..ROW
    },
    Operator {
        name: "save_as_hadoop_files",
        class: Class::Sink(Stage {
            work: Work::WriteFiles,
            idle: Idle::Everybody,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[PREFIX, SUFFIX, optional("format", Kind::Value, &[New]), EMPTY],
        example: r#"|> save_as_hadoop_files("out/counts", "seq")"#,
        ..ROW
    },
    Operator {
        name: "collect",
        class: Class::Sink(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[param("into", Kind::Value, &[New])],
        example: "|> collect(&results)",
        ..ROW
    },
    Operator {
        name: "to",
        class: Class::Sink(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[param("sink", Kind::Value, &[New])],
        example: "|> to(my_sink)",
        ..ROW
    },
];
