//! Rows of the operators on pairs of a key and a value.

use super::params::Hook::{Finish, Record};
use super::params::{Kind, OP, param};
use super::types::{Aggregate, Class, Form, Operator, Order, ROW, STAGE, Stage, Work};

/// Part of operators that are two in one.
pub(super) const GROUP_BY_KEY: Operator = Operator {
    name: "group_by_key",
    class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
    params: &[],
    example: "|> group_by_key",
    ..ROW
};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "reduce_by_key",
        class: Class::Stage(Stage {
            form: Form::Aggregate(Aggregate::Keyed),
            work: Work::Table,
            holds_back: true,
            ..STAGE
        }),
        params: &[OP],
        example: "|> reduce_by_key(+)",
        ..ROW
    },
    GROUP_BY_KEY,
    Operator {
        name: "combine_by_key",
        class: Class::Stage(Stage { work: Work::Table, ..STAGE }),
        params: &[
            param("create", Kind::Function, &[Record]),
            param("add", Kind::Function, &[Record]).of(2),
            param("merge", Kind::Combiner, &[Finish]),
        ],
        example: "|> combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all }, |a, _| a)",
        ..ROW
    },
    Operator {
        name: "aggregate_by_key",
        class: Class::Stage(Stage { work: Work::Table, ..STAGE }),
        params: &[
            param("zero", Kind::Constant, &[Record]),
            param("add", Kind::Function, &[Record]).of(2),
            param("merge", Kind::Combiner, &[Finish]),
        ],
        example: "|> aggregate_by_key(0, |sum, v| sum + v, +)",
        ..ROW
    },
    Operator {
        name: "partition_by",
        class: Class::Stage(Stage { work: Work::DealRecords, order: Order::Kept, ..STAGE }),
        params: &[],
        example: "|> partition_by",
        ..ROW
    },
];
