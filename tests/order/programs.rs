//! Many programs on random batches, beside what their operators mean.
//!
//! The sources deliver chunks of random sizes. Each program runs on several numbers of workers, once as
//! one job and once as two jobs of which the second continues from the snapshot of the first.

use std::collections::BTreeMap;
use std::fmt::Debug;

use streamdsl::chunk::ItemsChunk;
use streamdsl::context::AtEnd;
use streamdsl::prelude::*;
use streamdsl::source::{Inlet, Source};
use streamdsl::state::Snapshot;
use streamdsl::time::BatchTime;
use streamdsl_tests::{Random, deterministic};

use crate::meaning::Stream;

/// How many batches the sources have.
const BATCHES: u64 = 7;

/// How many random inputs each program gets.
const SEEDS: u64 = 8;

/// A source that delivers its batches in chunks of random sizes.
struct Chunks {
    batches: std::vec::IntoIter<Vec<u32>>,
    random: Random,
    inlet: Option<Inlet<ItemsChunk<u32>>>,
}

impl Source for Chunks {
    type Chunk = ItemsChunk<u32>;

    fn describe(&self) -> String {
        "chunks".into()
    }

    fn start(&mut self, inlet: Inlet<Self::Chunk>) -> streamdsl::Result<()> {
        self.inlet = Some(inlet);
        Ok(())
    }

    fn end_batch(&mut self, _batch: BatchTime) -> streamdsl::Result<()> {
        let mut records = self.batches.next().unwrap_or_default();
        while !records.is_empty() {
            let size = (1 + self.random.below(5) as usize).min(records.len());
            let rest = records.split_off(size);
            if let Some(inlet) = &self.inlet {
                inlet.push_items(records);
            }
            if self.random.below(4) == 0 {
                std::thread::yield_now();
            }
            records = rest;
        }
        Ok(())
    }

    fn exhausted(&self) -> bool {
        self.batches.len() == 0
    }

    fn stop(&mut self) {}
}

fn chunks(batches: &[Vec<u32>], seed: u64) -> Chunks {
    let batches = batches.to_vec().into_iter();
    Chunks { batches, random: Random::new(seed), inlet: None }
}

/// Batches of up to 40 numbers below 100; some are empty, some have one record.
fn input(seed: u64) -> Vec<Vec<u32>> {
    let mut random = Random::new(seed);
    let batch = |_| {
        let length = [0, 1, 1 + random.below(40), 1 + random.below(40)][random.below(4) as usize];
        (0..length).map(|_| random.below(100) as u32).collect()
    };
    (0..BATCHES).map(batch).collect()
}

fn stream(input: &[Vec<u32>]) -> Stream<u32> {
    Stream((1..).zip(input.iter().cloned()).collect())
}

type Program<'p, T> = &'p dyn Fn(Chunks, Chunks, &Collected<T>) -> Pipeline;

/// Runs a part of the batches.
fn part<T: Clone>(
    (workers, seed): (usize, u64),
    (left, right): (&[Vec<u32>], &[Vec<u32>]),
    restored: Option<Snapshot>,
    program: Program<'_, T>,
) -> (BTreeMap<u64, Vec<T>>, Option<Snapshot>) {
    let out = Collected::new();
    let mut context = deterministic(workers).at_end(AtEnd::Keep);
    if let Some(snapshot) = restored {
        context = context.restore(snapshot);
    }
    let context = context.build().unwrap();
    context.run(program(chunks(left, seed), chunks(right, seed + 1), &out)).unwrap();
    let found = out.take().into_iter().map(|(time, records)| (time.as_millis() / 1000, records));
    (found.collect(), context.snapshot())
}

/// Compares a program with its meaning, on random input.
#[track_caller]
fn compare<T: Clone + PartialEq + Debug>(
    program: impl Fn(Chunks, Chunks, &Collected<T>) -> Pipeline,
    meaning: impl Fn(&Stream<u32>, &Stream<u32>) -> Stream<T>,
) {
    for seed in 1..=SEEDS {
        let (left, right) = (input(seed), input(seed + 1000));
        let expected = meaning(&stream(&left), &stream(&right));
        for workers in [1, 2, 3, 4, 7] {
            let found = part((workers, seed), (&left, &right), None, &program).0;
            assert_eq!(Stream(found), expected, "seed {seed}, {workers} workers");
            let cut = (seed + workers as u64) as usize % left.len();
            if cut == 0 {
                continue;
            }
            let (before, after) = ((&left[..cut], &right[..cut]), (&left[cut..], &right[cut..]));
            let (mut found, saved) = part((workers, seed), before, None, &program);
            let (rest, _) = part((8 - workers, seed), after, saved, &program);
            found.extend(rest);
            let which = format!("seed {seed}, {workers} workers, continued after batch {cut}");
            assert_eq!(Stream(found), expected, "{which}");
        }
    }
}

#[test]
fn windows_of_windows() {
    compare(
        |a, _, out| {
            stream! {
                from(a) |> window(3s, 1s) |> map(|n| n + 1) |> window(2s, 1s) |> filter(|n| n % 2 == 0) |> collect(out)
            }
        },
        |a, _| a.window(3, 1).map(|n| n + 1).window(2, 1).filter(|n| n % 2 == 0),
    );
    compare(
        |a, _, out| {
            stream! {
                from(a) |> window(3s, 2s) |> flat_map(|n| [n, n + 1000]) |> window(4s, 2s) |> window(2s, 2s) |> collect(out)
            }
        },
        |a, _| {
            a.window(3, 2)
                .each(|b| b.iter().flat_map(|n| [*n, n + 1000]).collect())
                .window(4, 2)
                .window(2, 2)
        },
    );
}

#[test]
fn unions_of_windows() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let two = a |> window(2s); let three = b |> window(3s);
                three |> union(two, a) |> collect(out);
            }
        },
        |a, b| b.window(3, 1).union(&a.window(2, 1)).union(a),
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let both = b |> union(a) |> window(2s);
                both |> union(a, both, b) |> window(3s) |> distinct |> collect(out);
            }
        },
        |a, b| {
            let both = b.union(a).window(2, 1);
            both.union(a).union(&both).union(b).window(3, 1).distinct()
        },
    );
}

#[test]
fn unions_of_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let u = a |> union(b); let v = b |> union(a);
                let w = u |> map(|n| n + 1000) |> union(v, u);
                let more = v |> map(|n| n + 2000);
                w |> union(more) |> collect(out);
            }
        },
        |a, b| {
            let (u, v) = (a.union(b), b.union(a));
            u.map(|n| n + 1000).union(&v).union(&u).union(&v.map(|n| n + 2000))
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let u = a |> union(b); let v = b |> union(a);
                let w = u |> union(v) |> window(2s);
                let x = v |> union(w, u) |> window(2s);
                w |> union(x) |> map(|n| n) |> collect(out);
            }
        },
        |a, b| {
            let (u, v) = (a.union(b), b.union(a));
            let w = u.union(&v).window(2, 1);
            let x = v.union(&w).union(&u).window(2, 1);
            w.union(&x)
        },
    );
}

#[test]
fn distinct_in_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let u = a |> window(2s) |> distinct |> union(b) |> distinct;
                let once = b |> distinct;
                u |> union(once, a) |> window(2s) |> distinct |> collect(out);
            }
        },
        |a, b| {
            let u = a.window(2, 1).distinct().union(b).distinct();
            u.union(&b.distinct()).union(a).window(2, 1).distinct()
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let u = a |> union(b) |> distinct; let v = b |> union(a) |> distinct;
                v |> union(u) |> flat_map(|n| [n, n + 7]) |> distinct |> map(|n| n / 2) |> collect(out);
            }
        },
        |a, b| {
            let (u, v) = (a.union(b).distinct(), b.union(a).distinct());
            v.union(&u)
                .each(|x| x.iter().flat_map(|n| [*n, n + 7]).collect())
                .distinct()
                .map(|n| n / 2)
        },
    );
}

#[test]
fn stages_in_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let s = a |> sort_by(|n| n % 10); let t = b |> transform(|x| { let mut v: Vec<u32> = x.iter().collect(); v.reverse(); v });
                b |> union(s, t, a) |> window(2s) |> collect(out);
            }
        },
        |a, b| {
            let s = a.sort_by(|n| n % 10);
            let t = b.each(|x| x.iter().rev().copied().collect());
            b.union(&s).union(&t).union(a).window(2, 1)
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let n = a |> count |> map(|n| n as u32); let m = b |> window(2s) |> reduce(max);
                let top = a |> union(b) |> top(3);
                n |> union(b, m, a, top, n) |> window(3s) |> sort_by(|n| n % 7) |> union(m) |> collect(out);
            }
        },
        |a, b| {
            let n = a.each(|x| vec![x.len() as u32]);
            let m = b.window(2, 1).each(|x| x.iter().max().copied().into_iter().collect());
            let top = a.union(b).each(|x| {
                let mut x = x.to_vec();
                x.sort_by(|a, b| b.cmp(a));
                x.truncate(3);
                x
            });
            n.union(b)
                .union(&m)
                .union(a)
                .union(&top)
                .union(&n)
                .window(3, 1)
                .sort_by(|n| n % 7)
                .union(&m)
        },
    );
}

#[test]
fn failures_in_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let ok = a |> union(b) |> try_map(|n| if n % 3 == 0 { Err("three") } else { Ok(n) });
                let bad = ok |> failures |> map(|(n, _)| n + 500);
                b |> union(bad, ok) |> window(2s) |> union(bad) |> collect(out);
            }
        },
        |a, b| {
            let u = a.union(b);
            let (ok, bad) = (u.filter(|n| n % 3 != 0), u.filter(|n| n % 3 == 0).map(|n| n + 500));
            b.union(&bad).union(&ok).window(2, 1).union(&bad)
        },
    );
}

#[test]
fn groups_over_windows_of_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                a |> window(2s) |> union(b, a) |> map(|n| (n % 5, n)) |> window(2s) |> group_by_key
                    |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| a.window(2, 1).union(b).union(a).window(2, 1).grouped(5),
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let u = a |> union(b) |> map(|n| (n % 5, n)); let w = u |> window(3s);
                w |> union(u) |> partition_by |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let u = a.union(b);
            u.window(3, 1).union(&u).grouped(5)
        },
    );
}

#[test]
fn cogroups_and_joins_of_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let l = a |> union(b) |> window(2s) |> map(|n| (n % 4, n)); let r = b |> distinct |> union(a) |> map(|n| (n % 4, n));
                l |> cogroup(r) |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let (l, r) = (a.union(b).window(2, 1), b.distinct().union(a));
            Stream(
                l.0.iter()
                    .map(|(at, l)| {
                        let of = |x: &[u32], k: u32| {
                            x.iter().filter(|n| *n % 4 == k).copied().collect::<Vec<_>>()
                        };
                        let keys = (0..4).map(|k| (k, (of(l, k), of(&r.0[at], k))));
                        (*at, keys.filter(|(_, (l, r))| !l.is_empty() || !r.is_empty()).collect())
                    })
                    .collect(),
            )
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let l = a |> union(b) |> map(|n| (n % 4, n)); let r = b |> window(2s) |> union(a) |> map(|n| (n % 4, n));
                l |> join(r) |> map(|(k, (l, r))| (k, l * 1000 + r)) |> window(2s) |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let (l, r) = (a.union(b), b.window(2, 1).union(a));
            let joined = Stream(
                l.0.iter()
                    .map(|(at, l)| {
                        let all = l.iter().flat_map(|l| {
                            r.0[at]
                                .iter()
                                .filter(move |r| *r % 4 == l % 4)
                                .map(move |r| (l % 4, l * 1000 + r))
                        });
                        (*at, all.collect::<Vec<_>>())
                    })
                    .collect(),
            );
            joined.window(2, 1).each(|x| {
                let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
                for (k, n) in x {
                    groups.entry(*k).or_default().push(*n);
                }
                groups.into_iter().collect()
            })
        },
    );
}

/// A number that depends on the order of values.
fn fold(hash: u64, n: u32) -> u64 {
    hash.wrapping_mul(1_000_003).wrapping_add(u64::from(n) + 1)
}

#[test]
fn state_over_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s); let d = b |> distinct;
                b |> union(w, d) |> map(|n| (n % 5, n))
                    |> update_state_by_key(|new: &[u32], state: Option<u64>| Some(new.iter().fold(state.unwrap_or(7), |h, n| fold(h, *n))))
                    |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let u = b.union(&a.window(2, 1)).union(&b.distinct());
            let mut states: BTreeMap<u32, u64> = BTreeMap::new();
            Stream(
                u.0.iter()
                    .map(|(at, records)| {
                        for n in records {
                            let s = states.entry(n % 5).or_insert(7);
                            *s = fold(*s, *n);
                        }
                        (*at, states.iter().map(|(k, s)| (*k, *s)).collect())
                    })
                    .collect(),
            )
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s); let s = a |> sort_by(|n| *n);
                b |> union(w, s) |> map(|n| (n % 5, n))
                    |> map_with_state(|key, n, state: &mut KeyState<u64>| {
                        let h = fold(state.get().copied().unwrap_or(7), n.unwrap_or_default());
                        state.update(h);
                        (key, h)
                    }) |> window(2s) |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let u = b.union(&a.window(2, 1)).union(&a.sort_by(|n| *n));
            let mut states: BTreeMap<u32, u64> = BTreeMap::new();
            let hashes = Stream(
                u.0.iter()
                    .map(|(at, records)| {
                        let hash = |n: &u32| {
                            let s = states.entry(n % 5).or_insert(7);
                            *s = fold(*s, *n);
                            (n % 5, *s)
                        };
                        (*at, records.iter().map(hash).collect::<Vec<_>>())
                    })
                    .collect(),
            );
            hashes.window(2, 1).each(|x| {
                let mut groups: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
                for (k, n) in x {
                    groups.entry(*k).or_default().push(*n);
                }
                groups.into_iter().collect()
            })
        },
    );
}

#[test]
fn several_outputs_of_one_union() {
    let seen: &[fn(&Stream<u32>, &Stream<u32>) -> Stream<u32>] = &[
        |a, b| b.union(a),
        |a, b| b.union(a).window(3, 1),
        |a, b| b.union(a).distinct(),
        |a, b| b.union(a).map(|n| n + 1).union(&b.union(a)),
        |a, b| b.union(a).window(2, 1).distinct().window(2, 2),
    ];
    for (which, meaning) in seen.iter().enumerate() {
        compare(
            |a, b, out| {
                let all: Vec<Collected<u32>> = (0..5)
                    .map(|n| if n == which { out.clone() } else { Collected::new() })
                    .collect();
                let (c, d, e, f, g) = (&all[0], &all[1], &all[2], &all[3], &all[4]);
                stream! {
                    let a = from(a); let b = from(b);
                    let u = b |> union(a);
                    u |> collect(c);
                    u |> window(3s) |> collect(d);
                    u |> distinct |> collect(e);
                    u |> map(|n| n + 1) |> union(u) |> collect(f);
                    u |> window(2s) |> distinct |> window(2s, 2s) |> collect(g);
                    u |> foreach(|_| ());
                    u |> map(|n| (n % 3, n)) |> reduce_by_key(+) |> window(2s) |> foreach(|_| ());
                }
            },
            meaning,
        );
    }
}

#[test]
fn lists_of_sources() {
    compare(
        |a, b, out| {
            stream! {
                let all = union_all(vec![b, a]);
                all |> window(2s) |> union(all) |> distinct |> window(2s) |> collect(out);
            }
        },
        |a, b| {
            let all = b.union(a);
            all.window(2, 1).union(&all).distinct().window(2, 1)
        },
    );
}

#[test]
fn transforms_and_partitions_in_unions() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let d = b |> distinct;
                let both = a |> window(2s) |> transform_with(d, |a, b| b.iter().chain(a.iter()).collect::<Vec<u32>>());
                let even = both |> filter(|n| n % 2 == 0);
                both |> union(a, even) |> window(2s) |> collect(out);
            }
        },
        |a, b| {
            let both = b.distinct().union(&a.window(2, 1));
            both.union(a).union(&both.filter(|n| n % 2 == 0)).window(2, 1)
        },
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                a |> repartition |> union(b) |> map(|n| (n % 5, n)) |> window(2s) |> map_values(|n| n + 1)
                    |> group_by_key |> map(|(key, v)| { let mut v: Vec<u32> = v.iter().copied().collect(); v.sort(); (key, v) }) |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            a.union(b).window(2, 1).grouped(5).map(|(k, mut v)| {
                for n in &mut v {
                    *n += 1;
                }
                v.sort();
                (k, v)
            })
        },
    );
}
