//! Rows of the operators on whole batches.

use super::params::Hook::{New, Records};
use super::params::{BY, Kind, OP, named, optional, param};
use super::types::{
    Aggregate, Class, Form, Idle, Implied, Operator, Order, ROW, STAGE, Stage, Work,
};

/// Part of operators that are two in one.
pub(super) const COUNT_BY_VALUE: Operator = Operator {
    name: "count_by_value",
    class: Class::Stage(Stage {
        form: Form::Aggregate(Aggregate::Keyed),
        work: Work::Table,
        holds_back: true,
        combiner: Some(Implied::Add),
        ..STAGE
    }),
    params: &[],
    example: "|> count_by_value",
    ..ROW
};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "count",
        class: Class::Stage(Stage {
            form: Form::Aggregate(Aggregate::Count),
            work: Work::Combine,
            idle: Idle::Leader,
            ..STAGE
        }),
        params: &[],
        example: "|> count",
        ..ROW
    },
    COUNT_BY_VALUE,
    Operator {
        name: "reduce",
        class: Class::Stage(Stage {
            form: Form::Aggregate(Aggregate::Reduce),
            work: Work::Combine,
            ..STAGE
        }),
        params: &[OP],
        example: "|> reduce(+)",
        ..ROW
    },
    Operator {
        name: "transform",
        class: Class::Stage(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[param("f", Kind::BatchFunction, &[Records]).with_arena()],
        example: "|> transform(|batch| batch.take(3))",
        ..ROW
    },
    Operator {
        name: "map_partitions",
        class: Class::Stage(Stage { work: Work::Shares, idle: Idle::Everybody, ..STAGE }),
        params: &[param("f", Kind::BatchFunction, &[Records])],
        example: "|> map_partitions(|records| [records.len()])",
        ..ROW
    },
    Operator {
        name: "map_partitions_with_index",
        class: Class::Stage(Stage { work: Work::Shares, idle: Idle::Everybody, ..STAGE }),
        params: &[param("f", Kind::Function, &[Records]).of(2)],
        example: "|> map_partitions_with_index(|index, records| [(index, records.len())])",
        ..ROW
    },
    Operator {
        name: "glom",
        class: Class::Stage(Stage {
            work: Work::Shares,
            idle: Idle::Everybody,
            order: Order::Divided,
            ..STAGE
        }),
        params: &[],
        example: "|> glom",
        ..ROW
    },
    Operator {
        name: "repartition",
        class: Class::Stage(Stage { work: Work::DealRecords, ..STAGE }),
        params: &[optional("n", Kind::Value, &[New])],
        example: "|> repartition",
        ..ROW
    },
    Operator {
        name: "distinct",
        class: Class::Stage(Stage {
            work: Work::Table,
            holds_back: true,
            combiner: Some(Implied::First),
            order: Order::Passed,
            ..STAGE
        }),
        params: &[],
        example: "|> distinct",
        ..ROW
    },
    Operator {
        name: "sort_by",
        class: Class::Stage(Stage { work: Work::Gather, order: Order::Kept, ..STAGE }),
        params: &[
            param("key", Kind::Function, &[Records]),
            named("descending", Kind::Constant, &[Records]),
        ],
        example: "|> sort_by(|word| word.len())",
        ..ROW
    },
    Operator {
        name: "top",
        class: Class::Stage(Stage { work: Work::Gather, order: Order::Kept, ..STAGE }),
        params: &[param("n", Kind::Constant, &[Records]), BY],
        example: "|> top(10, |(_, count)| *count)",
        ..ROW
    },
    Operator {
        name: "take_ordered",
        class: Class::Stage(Stage { work: Work::Gather, order: Order::Kept, ..STAGE }),
        params: &[param("n", Kind::Constant, &[Records]), BY],
        example: "|> take_ordered(10)",
        ..ROW
    },
];
