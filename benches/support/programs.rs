//! The programs that are measured, as a user would write them. Each ends in a few numbers, so the
//! compiler cannot remove any work, and results can be compared.

use hashbrown::HashMap;
use streamdsl::chunk::TextChunk;
use streamdsl::prelude::*;

/// The source of the lines of a program.
pub trait Lines: Source<Chunk = TextChunk> {}

impl<S: Source<Chunk = TextChunk>> Lines for S {}

/// The result of a program in each batch: a count and a sum.
pub type Totals = Collected<(u64, u64)>;

/// The number of words; nothing else is done with them.
pub fn tokenise(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source) |> flat_map(split) |> count |> map(|words| (words, 0_u64)) |> collect(totals)
    }
}

/// The words of a text: the number of different words, and the number of all words.
pub fn word_count(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> map(|(_, count)| (1_u64, count))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The same over a window of thirty batches, every ten.
pub fn windowed_word_count(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> reduce_by_key(+)
            |> window(30s, 10s)
            |> map(|(_, count)| (1_u64, count))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The greatest value of each word over a window of thirty batches, after each of them.
pub fn windowed_max(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> map(|word| (word, word.len() as u64))
            |> reduce_by_key(max)
            |> window(30s, 1s)
            |> map(|(_, longest)| (1_u64, longest))
            |> reduce(both)
            |> collect(totals)
    }
}

/// Words counted by the number that their first bytes are.
pub fn integer_keys(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> map(|word| (number(word), 1_u64))
            |> reduce_by_key(+)
            |> map(|(_, count)| (1_u64, count))
            |> reduce(both)
            |> collect(totals)
    }
}

/// A line `customer,product,cents` of [`orders`](crate::corpus::orders).
#[derive(Debug, Clone, Copy, Record)]
#[streamdsl(owned = OwnedOrder)]
pub struct Order<'a> {
    /// Who buys.
    pub customer: u32,
    /// What.
    pub product: &'a str,
    /// For how much.
    pub cents: u64,
}

impl<'a> Order<'a> {
    /// Parses a line; borrows the product from it. Not inlined, so that it is the same code in all
    /// programs that are compared.
    #[inline(never)]
    pub fn parse(line: &'a str) -> Option<Self> {
        let (customer, rest) = line.split_once(',')?;
        let (product, cents) = rest.split_once(',')?;
        Some(Order { customer: customer.parse().ok()?, product, cents: cents.parse().ok()? })
    }
}

/// An order that borrows nothing.
#[derive(Debug, Clone, Record)]
pub struct OwnedOrder {
    /// Who buys.
    pub customer: u32,
    /// What.
    pub product: String,
    /// For how much.
    pub cents: u64,
}

impl From<Order<'_>> for OwnedOrder {
    fn from(order: Order<'_>) -> Self {
        Self { customer: order.customer, product: order.product.into(), cents: order.cents }
    }
}

/// Customer and product, as a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Key)]
pub struct Purchase<'a> {
    /// Who buys.
    pub customer: u32,
    /// What.
    pub product: &'a str,
}

/// What each customer has spent on what is not cheap: a borrowed struct, a filter, integer keys.
pub fn spent_by_customer(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> filter(|order| order.cents >= 500)
            |> map(|order| (order.customer, order.cents))
            |> reduce_by_key(+)
            |> map(|(_, cents)| (1_u64, cents))
            |> reduce(both)
            |> collect(totals)
    }
}

/// What each customer has spent on each product: a struct as the key.
pub fn spent_by_purchase(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> map(|order| {
                (Purchase { customer: order.customer, product: order.product }, order.cents)
            })
            |> reduce_by_key(+)
            |> map(|(_, cents)| (1_u64, cents))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The orders of each customer, kept as they are: structs that borrow from their line.
pub fn grouped_orders(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> map(|order| (order.customer, order))
            |> group_by_key
            |> map(|(_, orders)| {
                let letters = orders.iter().map(|order| order.product.len() as u64 + order.cents);
                (orders.len() as u64, letters.sum())
            })
            |> reduce(both)
            |> collect(totals)
    }
}

/// The same with structs that own their text.
pub fn grouped_owned_orders(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> map(|order| (order.customer, OwnedOrder::from(order)))
            |> group_by_key
            |> map(|(_, orders)| {
                let letters = orders.iter().map(|order| order.product.len() as u64 + order.cents);
                (orders.len() as u64, letters.sum())
            })
            |> reduce(both)
            |> collect(totals)
    }
}

/// All orders by price: structs that borrow from their line.
pub fn sorted_orders(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> sort_by(|order| order.cents)
            |> map(|order| (1_u64, order.product.len() as u64 + order.cents))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The same with structs that own their text.
pub fn sorted_owned_orders(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(Order::parse)
            |> map(OwnedOrder::from)
            |> sort_by(|order| order.cents)
            |> map(|order| (1_u64, order.product.len() as u64 + order.cents))
            |> reduce(both)
            |> collect(totals)
    }
}

/// Ten operators without state over the lines of a text, fused into one loop.
pub fn chain(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> filter(|line| line.len() > 3)
            |> map(|line| (line, line.len() as u64))
            |> filter(|(line, _)| !line.starts_with('z'))
            |> map(|(line, length)| (number(line), length))
            |> map_values(|length| length * 3)
            |> filter(|(number, _)| number % 7 != 0)
            |> flat_map(|(number, length)| [number, number + length])
            |> map(|number| number ^ (number >> 7))
            |> filter(|number| number % 5 != 0)
            |> map(|number| (1_u64, number % 1000))
            |> reduce(both)
            |> collect(totals)
    }
}

/// Each word in lower case and with another spelling, counted: the program makes text in the arena.
pub fn normalised_words(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> map(|line, arena| arena.lower(line))
            |> flat_map(split)
            |> map(|word, arena| arena.replace(word, "e", "ae"))
            |> reduce_by_key(+)
            |> map(|(_, count)| (1_u64, count))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The same with a `String` for each line and for each word.
pub fn normalised_words_as_strings(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> map(str::to_lowercase)
            |> flat_map(|line: String| line.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>())
            |> map(|word| word.replace('e', "ae"))
            |> reduce_by_key(+)
            |> map(|(_, count)| (1_u64, count))
            |> reduce(both)
            |> collect(totals)
    }
}

/// What [`chain`] does, as one would write it by hand.
pub fn chain_by_hand(text: &str) -> (u64, u64) {
    text.lines().fold((0, 0), chain_of_line)
}

/// What [`chain`] adds to the totals for one line.
#[inline]
pub fn chain_of_line(mut totals: (u64, u64), line: &str) -> (u64, u64) {
    if line.len() <= 3 || line.starts_with('z') {
        return totals;
    }
    let (number, length) = (number(line), line.len() as u64 * 3);
    if number % 7 == 0 {
        return totals;
    }
    for number in [number, number + length] {
        let number = number ^ (number >> 7);
        if number % 5 != 0 {
            totals = both(totals, (1, number % 1000));
        }
    }
    totals
}

/// What [`spent_by_customer`] does, as one would write it by hand.
pub fn spent_by_customer_by_hand(text: &str) -> (u64, u64) {
    let mut spent: HashMap<u32, u64> = HashMap::new();
    for order in text.lines().filter_map(Order::parse) {
        if order.cents >= 500 {
            *spent.entry(order.customer).or_default() += order.cents;
        }
    }
    spent.into_values().fold((0, 0), |totals, cents| both(totals, (1, cents)))
}

/// What [`spent_by_purchase`] does, as one would write it by hand.
pub fn spent_by_purchase_by_hand(text: &str) -> (u64, u64) {
    let mut spent: HashMap<(u32, &str), u64> = HashMap::new();
    for order in text.lines().filter_map(Order::parse) {
        *spent.entry((order.customer, order.product)).or_default() += order.cents;
    }
    spent.into_values().fold((0, 0), |totals, cents| both(totals, (1, cents)))
}

/// Running totals per word: the function is called for every known word in each batch.
pub fn running_totals(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> map(|word| (word, 1_u64))
            |> update_state_by_key(|new: &[u64], total: Option<u64>| {
                Some(total.unwrap_or(0) + new.iter().sum::<u64>())
            })
            |> map(|(_, total)| (1_u64, total))
            |> reduce(both)
            |> collect(totals)
    }
}

/// The number of each word so far, at each of its occurrences.
pub fn state_per_record(source: impl Lines, totals: &Totals) -> Pipeline {
    stream! {
        from(source)
            |> flat_map(split)
            |> map(|word| (word, 1_u64))
            |> map_with_state(|_, one, state| {
                let seen = state.get().copied().unwrap_or(0) + one.unwrap_or(0);
                state.update(seen);
                seen
            })
            |> map(|seen| (1_u64, seen))
            |> reduce(both)
            |> collect(totals)
    }
}

fn both(a: (u64, u64), b: (u64, u64)) -> (u64, u64) {
    (a.0 + b.0, a.1.wrapping_add(b.1))
}

/// The first bytes of a word as a number.
#[inline]
fn number(word: &str) -> u64 {
    word.bytes().take(6).fold(0, |number, byte| number << 5 | u64::from(byte & 31))
}
