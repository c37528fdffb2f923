//! Rows of the operators on single records, which are fused into the loop of what feeds them.

use super::params::Hook::Record;
use super::params::{F, Kind, named, param};
use super::types::{Class, Operator, ROW, Second};

pub(super) const ROWS: &[Operator] = &[
    Operator {
        name: "map",
        class: Class::Map,
        params: &[F],
        example: "|> map(|line| line.len())",
        ..ROW
    },
    Operator {
        name: "map_values",
        class: Class::Map,
        params: &[F],
        example: "|> map_values(|n| n * 2)",
        ..ROW
    },
    Operator {
        name: "filter",
        class: Class::Filter,
        params: &[F],
        example: "|> filter(|w| w.len() > 3)",
        ..ROW
    },
    Operator {
        name: "flat_map",
        class: Class::FlatMap { whole_pages: true },
        params: &[F],
        example: "|> flat_map(split)",
        ..ROW
    },
    Operator {
        name: "flat_map_values",
        class: Class::FlatMap { whole_pages: false },
        params: &[F],
        example: "|> flat_map_values(split)",
        ..ROW
    },
    Operator { name: "keys", class: Class::Map, params: &[], example: "|> keys", ..ROW },
    Operator { name: "values", class: Class::Map, params: &[], example: "|> values", ..ROW },
    Operator { name: "swap", class: Class::Map, params: &[], example: "|> swap", ..ROW },
    Operator { name: "cache", class: Class::Map, params: &[], example: "|> cache", ..ROW },
    Operator { name: "persist", class: Class::Map, params: &[], example: "|> persist", ..ROW },
    Operator {
        name: "sample",
        class: Class::Filter,
        params: &[
            param("fraction", Kind::Constant, &[Record]),
            named("seed", Kind::Constant, &[Record]),
        ],
        example: "|> sample(0.1)",
        ..ROW
    },
    Operator {
        name: "try_map",
        class: Class::TryMap,
        params: &[F],
        example: "|> try_map(|text| text.parse::<i64>())",
        second: Some(Second::Failures),
        ..ROW
    },
    Operator {
        name: "try_flat_map",
        class: Class::TryFlatMap,
        params: &[F],
        example: "|> try_flat_map(parse_line)",
        second: Some(Second::Failures),
        ..ROW
    },
    Operator {
        name: "failures",
        class: Class::Side(Second::Failures),
        params: &[],
        example: "|> failures",
        ..ROW
    },
];
