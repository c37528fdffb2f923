//! Each operator whose closure may take the arena.

use streamdsl::prelude::*;
use streamdsl_tests::{check, pairs, texts};

const LINES: [&str; 2] = ["To be OR not", "TO BE"];

#[test]
fn map_makes_text_that_flows_on() {
    check(&texts(&[&["to", "be", "or", "not", "to", "be"]]), |out| {
        stream! {
            memory([LINES]) |> map(|line, arena| arena.lower(line)) |> flat_map(split) |> collect(out)
        }
    });
}

#[test]
fn text_of_the_arena_is_a_key() {
    check(&pairs(&[&[("to", 2_u64), ("be", 2), ("or", 1), ("not", 1)]]), |out| {
        stream! {
            memory([LINES]) |> flat_map(split) |> map(|word, arena| arena.lower(word))
                |> reduce_by_key(+) |> map(|(word, n)| (word.to_owned(), n)) |> collect(out)
        }
    });
    let long = |word: &str| format!("{word} is a key that is too long to be kept inline");
    let expected =
        [("to", 2_u64), ("be", 2), ("or", 1), ("not", 1)].map(|(word, n)| (long(word), n));
    check(&[expected.to_vec()], |out| {
        stream! {
            memory([LINES]) |> flat_map(split)
                |> map(|word, arena| {
                    let word = arena.lower(word);
                    arena.format(format_args!("{word} is a key that is too long to be kept inline"))
                })
                |> reduce_by_key(+) |> map(|(word, n)| (word.to_owned(), n)) |> collect(out)
        }
    });
}

#[test]
fn filter_flat_map_and_values_get_the_arena() {
    check(&texts(&[&["be", "BE"]]), |out| {
        stream! {
            memory([LINES]) |> flat_map(split)
                |> filter(|word, arena| arena.lower(word) == "be") |> collect(out)
        }
    });
    check(&texts(&[&["to", "be", "or", "not", "to", "be"]]), |out| {
        stream! {
            memory([LINES]) |> flat_map(|line, arena| arena.lower(line).split(' ')) |> collect(out)
        }
    });
    check(&pairs(&[&[("a", "X"), ("b", "Y")]]).map_values(), |out| {
        stream! {
            memory([[("a", "x"), ("b", "y")]]) |> map_values(|value, arena| arena.upper(value))
                |> map(|(key, value)| (key.to_owned(), value.to_owned())) |> collect(out)
        }
    });
    check(&pairs(&[&[("a", "X"), ("a", "Y")]]).map_values(), |out| {
        stream! {
            memory([[("a", "x y")]])
                |> flat_map_values(|value, arena| arena.upper(value).split(' '))
                |> map(|(key, value)| (key.to_owned(), value.to_owned())) |> collect(out)
        }
    });
}

trait Owned {
    fn map_values(self) -> Vec<Vec<(String, String)>>;
}

impl Owned for Vec<Vec<(String, &str)>> {
    fn map_values(self) -> Vec<Vec<(String, String)>> {
        let owned = |batch: Vec<(String, &str)>| {
            batch.into_iter().map(|(key, value)| (key, value.to_owned())).collect()
        };
        self.into_iter().map(owned).collect()
    }
}

#[test]
fn operators_that_may_fail_get_the_arena() {
    check(&texts(&[&["<1>", "<3>"]]), |out| {
        stream! {
            let parsed = memory([["1", "two", "3"]])
                |> try_map(|text, arena| {
                    text.parse::<u32>().map(|n| arena.format(format_args!("<{n}>")))
                });
            parsed |> collect(out);
            parsed |> failures |> foreach(|(text, _)| assert_eq!(text, "two"));
        }
    });
    check(&texts(&[&["A", "B"]]), |out| {
        stream! {
            let parsed = memory([["a b", ""]])
                |> try_flat_map(|text, arena| {
                    if text.is_empty() { Err("empty") } else { Ok(arena.upper(text).split(' ')) }
                });
            parsed |> collect(out);
            parsed |> failures |> foreach(drop);
        }
    });
}

#[test]
fn transform_gets_the_arena() {
    check(&texts(&[&["to be or not", "to be"]]), |out| {
        stream! {
            memory([LINES])
                |> transform(|batch, time, arena| {
                    assert_eq!(time.as_millis(), 1000);
                    batch.iter().map(|line| arena.lower(line)).collect::<Vec<_>>()
                })
                |> collect(out)
        }
    });
    check(&texts(&[&["TO BE OR NOT/TO BE"]]), |out| {
        stream! {
            memory([LINES])
                |> transform(|batch, arena| [arena.join(batch.iter().map(|l| arena.upper(l)), "/")])
                |> collect(out)
        }
    });
}

#[test]
fn lists_of_the_arena_are_records() {
    check(&[vec![6_u32, 9]], |out| {
        stream! {
            memory([["1 2 3", "4 5"]])
                |> map(|line, arena| arena.collect(line.split(' ').flat_map(str::parse::<u32>)))
                |> filter(|numbers| !numbers.is_empty())
                |> map(|numbers| numbers.iter().sum::<u32>())
                |> collect(out)
        }
    });
}

#[test]
fn what_is_kept_outlives_the_arena() {
    let words = ["a", "b", "c"];
    let input = || (0..5).map(|n| vec![format!("{} {n}", words[n % 3]); 3]).collect::<Vec<_>>();
    let expected: Vec<Vec<String>> = (0..5_usize)
        .map(|end| {
            let batches = end.saturating_sub(2)..=end;
            batches.flat_map(|n| vec![format!("{} {n}", words[n % 3].to_uppercase()); 3]).collect()
        })
        .collect();
    for workers in streamdsl_tests::WORKERS {
        let out = Collected::new();
        let job = stream! {
            memory(input()) |> map(|line, arena| arena.upper(&line)) |> window(3s) |> collect(&out)
        };
        streamdsl::testing::run_on(workers, job).unwrap();
        assert_eq!(out.batches()[..5], expected);
    }
}

#[test]
fn unions_and_tees_share_the_arena() {
    check(&texts(&[&["x", "X", "!x"]]), |out| {
        stream! {
            let lower = memory([["X"]]) |> map(|text, arena| arena.lower(text));
            let upper = lower |> map(|text, arena| arena.upper(text));
            let marked = lower |> map(|text, arena| arena.join(["!", text], ""));
            lower |> union(upper, marked) |> collect(out);
        }
    });
}

#[test]
fn a_panic_while_the_arena_is_in_use_is_blamed_on_the_operator() {
    let error = streamdsl::testing::run(stream! {
        memory([["a", "b"]])
            |> map(|text, arena| { let upper = arena.upper(text); assert_ne!(upper, "B"); upper })
            |> pprint
    });
    let Err(Error::UserCode { operator, .. }) = error else { panic!("{error:?}") };
    assert_eq!(operator, "map");
}

#[test]
fn the_memory_of_the_arena_is_bounded() {
    let job = stream! {
        memory([["a"; 1000]]) |> map(|_, arena| arena.alloc_str(&"x".repeat(100 << 10))) |> count |> pprint
    };
    let context = streamdsl_tests::deterministic(1).memory_limit(16 << 20).build().unwrap();
    let error = context.run(job).unwrap_err();
    let Error::Memory { operator, .. } = &error else { panic!("{error:?}") };
    assert_eq!(operator, "map");
}

#[test]
fn the_status_shows_the_memory_of_the_arena() {
    let job = stream! {
        memory([["a"; 100]]) |> map(|_, arena| arena.alloc_str(&"x".repeat(1 << 10))) |> count |> pprint
    };
    let context = streamdsl_tests::deterministic(1).build().unwrap();
    context.run(job).unwrap();
    let status = context.status();
    let map = status.operators.iter().find(|operator| operator.operator == "map");
    assert!(map.is_some_and(|map| map.bytes >= 100 << 10), "{:?}", status.operators);
}
