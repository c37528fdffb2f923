//! Totals that are updated with every batch and never forgotten.
//!
//! ```text
//! cargo run --example running_totals
//! ```
//!
//! A till reports what is sold, an account per product is kept. It starts from a stock-taking, and
//! after each batch the program prints all accounts; a product that is sold out is dropped.

use streamdsl::prelude::*;

/// What was there before the first sale.
const STOCK: [(&str, i32); 3] = [("apples", 10), ("pears", 4), ("figs", 2)];

/// What is left of a product, or nothing.
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
