//! Keeps totals that every batch updates.
//!
//! ```text
//! cargo run --example running_totals
//! ```
//!
//! A till reports sales. The program keeps the stock of each product, starting from an initial
//! stock. After each batch it prints the stock of all products. A product that is sold out is
//! dropped.

use streamdsl::prelude::*;

/// The stock before the first sale.
const STOCK: [(&str, i32); 3] = [("apples", 10), ("pears", 4), ("figs", 2)];

/// The rest of a product; `None` if it is sold out.
fn update(sales: &[i32], stock: Option<i32>) -> Option<i32> {
    let left = stock.unwrap_or(0) - sales.iter().sum::<i32>();
    (left > 0).then_some(left)
}

fn main() -> streamdsl::Result<()> {
    let sales = [
        vec![("apples", 3), ("pears", 1), ("apples", 2)],
        vec![],
        vec![("figs", 2), ("apples", 4)],
        // A delivery is a negative sale.
        vec![("figs", -20)],
    ];
    let job = stream! {
        memory(sales)
            |> update_state_by_key(update, initial = STOCK)
            |> sort_by(|(product, _)| product.to_string())
            |> pprint
    };
    streamdsl::testing::run(job)
}
