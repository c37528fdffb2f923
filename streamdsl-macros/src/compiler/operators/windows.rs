//! Rows of the operators on windows.

use super::batches::COUNT_BY_VALUE;
use super::keyed::GROUP_BY_KEY;
use super::params::{INVERSE, Kind, OP, SLIDE, SLOT, WINDOW_LENGTH, named};
use super::types::{
    Aggregate, Class, Form, Idle, Operator, Order, ROW, STAGE, Stage, TwoInOne, Work,
};

/// Part of operators that are two in one.
pub(super) const WINDOW: Operator = Operator {
    name: "window",
    class: Class::Stage(Stage {
        form: Form::Window,
        work: Work::KeepRecords,
        idle: Idle::Everybody,
        stateful: true,
        order: Order::Passed,
        ..STAGE
    }),
    params: &[WINDOW_LENGTH, SLIDE, SLOT],
    example: "|> window(30s, 10s)",
    ..ROW
};

pub(super) const ROWS: &[Operator] = &[
    WINDOW,
    Operator {
        name: "reduce_by_key_and_window",
        class: Class::Stage(Stage {
            form: Form::OverWindow(Aggregate::Keyed),
            work: Work::KeyedPanes,
            idle: Idle::Everybody,
            stateful: true,
            ..STAGE
        }),
        params: &[OP, WINDOW_LENGTH, SLIDE, INVERSE, named("filter", Kind::Predicate, &[]), SLOT],
        example: "|> reduce_by_key_and_window(+, 30s, 10s)",
        ..ROW
    },
    Operator {
        name: "reduce_by_window",
        class: Class::Stage(Stage {
            form: Form::OverWindow(Aggregate::Reduce),
            work: Work::ReducedPanes,
            idle: Idle::Everybody,
            stateful: true,
            ..STAGE
        }),
        params: &[OP, WINDOW_LENGTH, SLIDE, INVERSE, SLOT],
        example: "|> reduce_by_window(max, 30s, 10s)",
        ..ROW
    },
    Operator {
        name: "group_by_key_and_window",
        class: Class::TwoInOne(TwoInOne { parts: [&WINDOW, &GROUP_BY_KEY], called: 1 }),
        params: &[WINDOW_LENGTH, SLIDE, SLOT],
        example: "|> group_by_key_and_window(30s, 10s)",
        ..ROW
    },
    Operator {
        name: "count_by_value_and_window",
        class: Class::TwoInOne(TwoInOne { parts: [&COUNT_BY_VALUE, &WINDOW], called: 0 }),
        params: &[WINDOW_LENGTH, SLIDE, SLOT],
        example: "|> count_by_value_and_window(30s, 10s)",
        ..ROW
    },
    Operator {
        name: "count_by_window",
        class: Class::Stage(Stage {
            form: Form::OverWindow(Aggregate::Count),
            work: Work::CountedPanes,
            idle: Idle::Everybody,
            stateful: true,
            ..STAGE
        }),
        params: &[WINDOW_LENGTH, SLIDE, SLOT],
        example: "|> count_by_window(30s, 10s)",
        ..ROW
    },
];
