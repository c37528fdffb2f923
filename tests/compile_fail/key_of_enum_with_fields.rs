//! A key that is an enum with fields. Its use as a key is no second mistake.

use streamdsl::prelude::*;

#[derive(Clone, Key)]
enum Shape {
    Circle(u32),
    Point,
}

fn main() {
    let _ = stream! {
        memory([[(Shape::Circle(1), 2), (Shape::Point, 1)]]) |> reduce_by_key(+) |> count |> pprint
    };
}
