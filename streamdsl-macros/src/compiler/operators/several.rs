//! Rows of the operators on several streams.

use super::params::Hook::Records;
use super::params::{Kind, OTHER, param};
use super::types::{Class, Idle, Operator, Order, ROW, STAGE, Stage, Work};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "union",
        class: Class::Union,
        params: &[param("others", Kind::Streams, &[])],
        example: "|> union(errors, warnings)",
        ..ROW
    },
    Operator {
        name: "transform_with",
        class: Class::Stage(Stage {
            work: Work::Gather,
            idle: Idle::Leader,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[OTHER, param("f", Kind::BatchFunction, &[Records])],
        example: "|> transform_with(seen, |batch, seen| batch.iter().take(seen.len()))",
        ..ROW
    },
    Operator {
        name: "join",
        class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
        params: &[OTHER],
        example: "|> join(users)",
        ..ROW
    },
    Operator {
        name: "left_outer_join",
        class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
        params: &[OTHER],
        example: "|> left_outer_join(users)",
        ..ROW
    },
    Operator {
        name: "right_outer_join",
        class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
        params: &[OTHER],
        example: "|> right_outer_join(users)",
        ..ROW
    },
    Operator {
        name: "full_outer_join",
        class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
        params: &[OTHER],
        example: "|> full_outer_join(users)",
        ..ROW
    },
    Operator {
        name: "cogroup",
        class: Class::Stage(Stage { work: Work::SortPairs, order: Order::Kept, ..STAGE }),
        params: &[OTHER],
        example: "|> cogroup(users)",
        ..ROW
    },
];
