//! User-defined structs and enums as records, keys, values and states.

use std::fmt;

use streamdsl::prelude::*;
use streamdsl_tests::{check, deterministic};

/// A request as read from a line. It passes through a program without any derive.
struct Click<'a> {
    route: Route<'a>,
    millis: u32,
}

#[derive(Clone, Copy, Debug, Key)]
struct Route<'a> {
    method: Method,
    path: &'a str,
}

#[derive(Clone, Copy, Debug, Key)]
enum Method {
    Get,
    Post,
}

impl<'a> Click<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let mut fields = line.split(' ');
        let method = match fields.next()? {
            "GET" => Method::Get,
            "POST" => Method::Post,
            _ => return None,
        };
        let path = fields.next()?;
        Some(Self { route: Route { method, path }, millis: fields.next()?.parse().ok()? })
    }
}

impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.method, self.path)
    }
}

const LONG: &str = "/a/path/that/is/too/long/to/lie/in/a/slot";

fn log() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    let lines = format!("GET / 3\nPOST / 5\nGET {LONG} 7\nGET / 4\nnonsense\nGET {LONG} 1\n");
    std::fs::write(file.path(), lines).unwrap();
    file
}

/// Routes and a number for each.
fn routes<T: Copy>(expected: &[(&str, T)]) -> Vec<(String, T)> {
    expected.iter().map(|(route, n)| ((*route).replace('L', LONG), *n)).collect()
}

#[test]
fn borrowing_structs_are_parsed_filtered_and_aggregated_by_a_borrowing_key() {
    let log = log();
    check(&[routes(&[("Get /", 4), ("Get L", 7), ("Post /", 5)])], |out| {
        stream! {
            text_file(log.path())
                |> flat_map(Click::parse)
                |> filter(|click| click.millis > 1)
                |> map(|click| (click.route, click.millis))
                |> reduce_by_key(max)
                |> map(|(route, millis)| (route.to_string(), millis))
                |> collect(out)
        }
    });
}

#[test]
fn a_borrowing_key_is_counted_grouped_and_joined() {
    let log = log();
    check(&[routes(&[("Get /", 2_u64), ("Get L", 2), ("Post /", 1)])], |out| {
        stream! {
            text_file(log.path()) |> flat_map(Click::parse) |> map(|click| click.route)
                |> count_by_value |> map(|(route, n)| (route.to_string(), n)) |> collect(out)
        }
    });
    check(&[routes(&[("Get /", (2, 7)), ("Get L", (2, 8)), ("Post /", (1, 5))])], |out| {
        stream! {
            let times = text_file(log.path()) |> flat_map(Click::parse)
                |> map(|click| (click.route, click.millis));
            let sums = times |> reduce_by_key(+);
            times |> group_by_key |> map_values(|times| times.len())
                |> join(sums)
                |> map(|(route, (n, sum))| (route.to_string(), (n, sum)))
                |> collect(out);
        }
    });
    check(&[routes(&[("Get /", ()), ("Get L", ()), ("Post /", ())])], |out| {
        stream! {
            text_file(log.path()) |> flat_map(Click::parse) |> map(|click| click.route) |> distinct
                |> map(|route| (route.to_string(), ())) |> collect(out)
        }
    });
}

#[test]
fn a_borrowing_key_in_windows_and_in_state() {
    let log = log();
    let expected = [
        routes(&[("Get /", 1_u64), ("Post /", 1)]),
        routes(&[("Get /", 2), ("Get L", 1), ("Post /", 1)]),
        routes(&[("Get /", 1), ("Get L", 2)]),
    ];
    check(&expected, |out| {
        stream! {
            text_file(log.path(), lines_per_batch = 2) |> flat_map(Click::parse)
                |> map(|click| (click.route, 1_u64)) |> reduce_by_key_and_window(+, 2s, 1s)
                |> map(|(route, n)| (route.to_string(), n)) |> collect(out)
        }
    });
    let expected = [
        routes(&[("Get /", 3), ("Post /", 5)]),
        routes(&[("Get /", 7), ("Get L", 7)]),
        routes(&[("Get L", 8)]),
    ];
    check(&expected, |out| {
        stream! {
            text_file(log.path(), lines_per_batch = 2) |> flat_map(Click::parse)
                |> map(|click| (click.route, click.millis))
                |> map_with_state(|route, millis, state| {
                    let sum = state.get().unwrap_or(&0) + millis.unwrap_or(0);
                    state.update(sum);
                    (route.to_string(), sum)
                })
                |> collect(out)
        }
    });
}

/// An owned struct that is a key and a record at once.
#[derive(Clone, Debug, Eq, Key, Ord, PartialEq, PartialOrd, Record)]
struct User {
    name: String,
    tenant: u16,
}

/// A value and a state.
#[derive(Clone, Debug, PartialEq, PartialOrd, Record)]
enum Balance {
    Empty,
    Funds { cents: i64, since: String },
}

fn user(name: &str, tenant: u16) -> User {
    User { name: name.to_owned(), tenant }
}

#[test]
fn an_owned_struct_is_a_key_that_comes_out_as_it_went_in() {
    let users = || vec![user("ann", 1), user("bob", 1), user("ann", 2), user("ann", 1)];
    let counts = || vec![(user("ann", 1), 2_u64), (user("ann", 2), 1), (user("bob", 1), 1)];
    check(&[counts(), vec![]], |out| {
        stream! { memory([users(), vec![]]) |> count_by_value |> collect(out) }
    });
    check(&[counts(), counts(), vec![]], |out| {
        stream! {
            memory([users(), vec![], vec![]]) |> count_by_value_and_window(2s, 1s) |> collect(out)
        }
    });
    check(&[vec![user("ann", 1), user("ann", 2), user("bob", 1)], vec![]], |out| {
        stream! { memory([users(), vec![]]) |> distinct |> collect(out) }
    });
    check(&[vec![user("ann", 1), user("ann", 1), user("ann", 2), user("bob", 1)]], |out| {
        stream! { memory([users()]) |> window(1s) |> sort_by(Clone::clone) |> collect(out) }
    });
}

/// Adds to a balance. A balance with funds stores since when it has them.
#[allow(clippy::unnecessary_wraps, reason = "the operator asks for it")]
fn deposit(cents: &[i64], balance: Option<Balance>) -> Option<Balance> {
    let sum: i64 = cents.iter().sum();
    Some(match balance {
        Some(Balance::Funds { cents, since }) if cents + sum != 0 => {
            Balance::Funds { cents: cents + sum, since }
        }
        None | Some(Balance::Empty) if sum != 0 => {
            Balance::Funds { cents: sum, since: format!("{sum} came") }
        }
        _ => Balance::Empty,
    })
}

#[test]
fn derived_keys_and_states_go_on_from_a_snapshot() {
    let program = |cents: i64, out: &Collected<(User, Balance)>| {
        stream! {
            memory([[(user("ann", 1), cents), (user("bob", 1), 5 - cents)]])
                |> update_state_by_key(deposit, slot = "balances")
                |> collect(out)
        }
    };
    let funds = |cents, since: &str| Balance::Funds { cents, since: since.to_owned() };
    for (before, after) in [(1, 3), (3, 1), (2, 2)] {
        let out = Collected::new();
        let context = deterministic(before).build().unwrap();
        context.run(program(5, &out)).unwrap();
        let snapshot = context.snapshot().unwrap();
        let slots: Vec<_> = snapshot.slots().collect();
        assert_eq!(slots[0].0, "balances");
        assert!(slots[0].1.contains("User { name: str, tenant: u16 }"), "{}", slots[0].1);
        let context = deterministic(after).restore(snapshot).build().unwrap();
        context.run(program(7, &out)).unwrap();
        let first = vec![(user("ann", 1), funds(5, "5 came")), (user("bob", 1), Balance::Empty)];
        let second =
            vec![(user("ann", 1), funds(12, "5 came")), (user("bob", 1), funds(-2, "-2 came"))];
        assert_eq!(out.sorted_batches(), [first, second]);
    }
}
