//! Sums over lines with fields. The function that parses the lines is the same as in the `stream!`
//! program. Only the way to find lines and to keep sums differs.

use std::convert::Infallible;

use hashbrown::Equivalent;

use super::Program;
use super::table::{Key, Ring, Seed, SlotKey, Table, add};
use super::words::Piece;
use crate::programs::{Order, Purchase};

/// A customer, marked so that none is equal to the default.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Customer(u64);

impl Customer {
    fn new(number: u32) -> Self {
        Self(u64::from(number) | 1 << 32)
    }
}

impl SlotKey for Customer {
    type Long = Infallible;

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        seed.fold(self.0, 0)
    }
}

/// What each customer has spent on what is not cheap.
///
/// # Panics
/// If the processor lacks AVX2.
pub fn by_customer(customers: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let mut spent = Table::for_keys(customers);
    Box::new(move |lines| {
        // SAFETY: the processor has AVX2, and texts are UTF-8.
        unsafe { add_by_customer(&mut spent, lines) };
        take_totals(&mut spent)
    })
}

/// # Safety
/// The processor must have AVX2, and the text must be UTF-8.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn add_by_customer(spent: &mut Table<Customer>, lines: Piece<'_>) {
    let mut ring = Ring::default();
    let each = |line| {
        if let Some(order) = Order::parse(line)
            && order.cents >= 500
        {
            ring.push(spent, Customer::new(order.customer), order.cents, add);
        }
    };
    // SAFETY: as the caller says.
    unsafe { lines.for_each_line(each) };
    ring.flush(spent, add);
}

/// A customer and a product of up to sixteen bytes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct ShortPurchase {
    product: Key,
    customer: Customer,
}

impl SlotKey for ShortPurchase {
    type Long = LongPurchase;

    #[inline]
    fn hash(self, seed: Seed) -> u64 {
        seed.fold(seed.spread(self.customer.0) ^ self.product.low, self.product.high)
    }
}

/// A purchase whose product does not fit into a slot.
#[derive(PartialEq, Eq, Hash)]
struct LongPurchase {
    customer: u32,
    product: Box<str>,
}

impl From<&Purchase<'_>> for LongPurchase {
    fn from(purchase: &Purchase<'_>) -> Self {
        Self { customer: purchase.customer, product: purchase.product.into() }
    }
}

impl Equivalent<LongPurchase> for Purchase<'_> {
    fn equivalent(&self, key: &LongPurchase) -> bool {
        self.customer == key.customer && *self.product == *key.product
    }
}

/// What each customer has spent on each product.
///
/// # Panics
/// If the processor lacks AVX2.
pub fn by_purchase(purchases: usize) -> Program {
    assert!(is_x86_feature_detected!("avx2"), "the reference needs AVX2");
    let mut spent = Table::for_keys(purchases);
    Box::new(move |lines| {
        // SAFETY: the processor has AVX2, and texts are UTF-8.
        unsafe { add_by_purchase(&mut spent, lines) };
        take_totals(&mut spent)
    })
}

/// # Safety
/// The processor must have AVX2, and the text must be UTF-8.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
unsafe fn add_by_purchase(spent: &mut Table<ShortPurchase>, lines: Piece<'_>) {
    let mut ring = Ring::default();
    let each = |line| {
        let Some(Order { customer, product, cents }) = Order::parse(line) else { return };
        if product.len() <= 16 && product.as_bytes().last().is_none_or(|&last| last != 0) {
            // SAFETY: behind each place of a text are sixteen readable bytes.
            let product = unsafe { Key::load(product.as_ptr(), product.len()) };
            ring.push(
                spent,
                ShortPurchase { product, customer: Customer::new(customer) },
                cents,
                add,
            );
        } else {
            *spent.long_value(&Purchase { customer, product }) += cents;
        }
    };
    // SAFETY: as the caller says.
    unsafe { lines.for_each_line(each) };
    ring.flush(spent, add);
}

/// How many keys there are, and the sum of what belongs to them; forgets them.
fn take_totals<K: SlotKey>(spent: &mut Table<K>) -> Option<(u64, u64)> {
    let totals = (spent.len() as u64, spent.values().sum());
    spent.clear();
    (totals.0 > 0).then_some(totals)
}
