//! Programs inside the user's own macros.

use streamdsl::prelude::*;

macro_rules! count_of {
    ($source:expr, $into:expr) => {
        stream! { memory($source) |> count |> collect($into) }
    };
}

macro_rules! transformed {
    ($operator:ident, $function:expr, $into:expr) => {
        stream! { memory([["a b", "c"]]) |> $operator($function) |> collect($into) }
    };
}

macro_rules! whole {
    ($($program:tt)*) => {
        stream! { $($program)* }
    };
}

macro_rules! with_local {
    ($into:expr) => {{
        let offset = 10;
        stream! {
            let numbers = memory([[1, 2]]) |> map(|n| n + offset);
            numbers |> collect($into);
            numbers |> reduce(+) |> foreach_batch(|sums| assert_eq!(sums.first(), Some(23)));
        }
    }};
}

macro_rules! captured {
    ($name:ident, $type:ty, $duration:literal, $block:block) => {
        stream! {
            memory([[1, 2], [3, 4]])
                |> map(|n: $type| n + $name)
                |> filter(|_| $block)
                |> window($duration)
                |> reduce(max)
                |> collect(&$name::results())
        }
    };
}

macro_rules! combined {
    ($operator:tt, $into:expr) => {
        stream! { memory([[2, 5]]) |> reduce($operator) |> collect($into) }
    };
}

macro_rules! chain_after {
    ($head:tt => $($rest:tt)*) => {
        stream! { let head = $head([[1, 2, 3]]); head |> $($rest)* }
    };
}

macro_rules! program_of_a_macro {
    ($name:ident: $($program:tt)*) => {
        fn $name(into: &Collected<u64>) -> Pipeline {
            whole! { $($program)* |> collect(into) }
        }
    };
}

program_of_a_macro!(counted: memory([[1, 2, 3]]) |> count);

#[test]
fn parts_of_programs_are_fragments() -> Result<(), Error> {
    let counts = Collected::new();
    streamdsl::testing::run(count_of!([vec!["a"], vec![]], &counts))?;
    assert_eq!(counts.records(), [1, 0]);

    let words = Collected::new();
    streamdsl::testing::run(transformed!(flat_map, split, &words))?;
    assert_eq!(words.records(), ["a", "b", "c"]);
    let lengths = Collected::new();
    streamdsl::testing::run(transformed!(map, |line| line.len() + 1, &lengths))?;
    assert_eq!(lengths.records(), [4, 2]);

    let product = Collected::new();
    streamdsl::testing::run(combined!(*, &product))?;
    assert_eq!(product.records(), [10]);
    let greatest = Collected::new();
    streamdsl::testing::run(combined!(max, &greatest))?;
    assert_eq!(greatest.records(), [5]);
    Ok(())
}

#[test]
fn whole_programs_are_passed_on() -> Result<(), Error> {
    let small = Collected::new();
    let limit = 3;
    streamdsl::testing::run(whole! {
        let numbers = memory([[1, 2, 3, 4]]);
        numbers |> filter(|n| *n < limit) |> collect(&small);
    })?;
    assert_eq!(small.records(), [1, 2]);

    let counts = Collected::new();
    streamdsl::testing::run(counted(&counts))?;
    assert_eq!(counts.records(), [3]);

    let even = Collected::new();
    streamdsl::testing::run(chain_after!(memory => filter(|n| n % 2 == 0) |> collect(&even)))?;
    assert_eq!(even.records(), [2]);
    Ok(())
}

#[test]
fn locals_of_a_macro_and_of_its_user_are_kept_apart() -> Result<(), Error> {
    let offset = Collected::new();
    streamdsl::testing::run(with_local!(&offset))?;
    assert_eq!(offset.records(), [11, 12]);
    Ok(())
}

mod base {
    use super::Collected;

    thread_local!(static RESULTS: Collected<i32> = Collected::new());

    pub(super) fn results() -> Collected<i32> {
        RESULTS.with(Clone::clone)
    }
}

#[test]
fn names_types_literals_and_blocks_are_fragments() -> Result<(), Error> {
    let base = 100;
    streamdsl::testing::run(captured!(base, i32, 2s, { base > 0 }))?;
    assert_eq!(base::results().records(), [102, 104]);
    Ok(())
}
