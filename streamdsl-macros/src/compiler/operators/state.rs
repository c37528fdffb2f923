//! Rows of the operators on state that outlives a batch.

use super::params::Hook::{Finish, New, Records};
use super::params::{INITIAL, Kind, SLOT, named, param};
use super::types::{Class, Idle, Operator, Order, ROW, STAGE, Second, Stage, Work};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "update_state_by_key",
        class: Class::Stage(Stage {
            work: Work::KeepState,
            idle: Idle::Everybody,
            stateful: true,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[param("f", Kind::StateFunction, &[Finish]), INITIAL, SLOT],
        example: "|> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()))",
        ..ROW
    },
    Operator {
        name: "map_with_state",
        class: Class::Stage(Stage {
            work: Work::KeepState,
            idle: Idle::Everybody,
            stateful: true,
            order: Order::Kept,
            ..STAGE
        }),
        params: &[
            param("f", Kind::Function, &[Records]).of(3),
            named("timeout", Kind::Timeout, &[New]),
            INITIAL,
            SLOT,
        ],
        example: "|> map_with_state(|key, value, state| (key, state.exists()), timeout = 30min)",
        second: Some(Second::Snapshots),
        ..ROW
    },
    Operator {
        name: "state_snapshots",
        class: Class::Side(Second::Snapshots),
        params: &[],
        example: "|> state_snapshots",
        ..ROW
    },
];
