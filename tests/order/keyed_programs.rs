//! Programs that keep the order for each key, on random batches.

use std::collections::BTreeMap;

use streamdsl::prelude::*;

use crate::meaning::Stream;
use crate::random::compare;

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
fn groups_in_windows() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                b |> union(a) |> map(|n| (n % 5, n)) |> group_by_key_and_window(3s, 1s)
                    |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| b.union(a).window(3, 1).grouped(5),
    );
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s);
                w |> union(b) |> map(|n| (n % 5, n)) |> group_by_key_and_window(12s, 2s)
                    |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| a.window(2, 1).union(b).window(12, 2).grouped(5),
    );
}

#[test]
fn partitions_of_windows() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s) |> map(|n| (n % 5, n));
                let d = b |> distinct |> map(|n| (n % 5, n));
                d |> union(w) |> partition_by
                    |> map_partitions(|pairs| {
                        let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
                        for (key, n) in pairs {
                            groups.entry(key).or_default().push(n);
                        }
                        groups
                    })
                    |> sort_by(|(key, _)| *key) |> map(|(key, list)| (key, list.clone())) |> collect(out);
            }
        },
        |a, b| b.distinct().union(&a.window(2, 1)).grouped(5),
    );
}

#[test]
fn joins_of_windows_on_all_sides() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let l = b |> union(a) |> window(2s) |> filter(|n| n % 4 > 0) |> map(|n| (n % 6, n));
                let r = a |> distinct |> window(2s) |> map(|n| (n % 6, n));
                l |> full_outer_join(r)
                    |> map(|(key, (l, r))| (key, l.map_or(0, |l| l + 1) * 1000 + r.map_or(0, |r| r + 1)))
                    |> group_by_key |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            let l = b.union(a).window(2, 1).filter(|n| n % 4 > 0).grouped(6);
            let r = a.distinct().window(2, 1).grouped(6);
            Stream::new(
                l.0.iter()
                    .map(|(at, l)| {
                        let of = |side: &[(u32, Vec<u32>)], key| {
                            let found = side.iter().find(|(k, _)| *k == key);
                            found.map_or(vec![0], |(_, list)| list.iter().map(|n| n + 1).collect())
                        };
                        let joined = (0..6).map(|key| {
                            let (l, r) = (of(l, key), of(&r.0[at], key));
                            let pairs = l.iter().flat_map(|l| r.iter().map(move |r| l * 1000 + r));
                            (key, pairs.filter(|pair| *pair > 0).collect::<Vec<u32>>())
                        });
                        (*at, joined.filter(|(_, list)| !list.is_empty()).collect())
                    })
                    .collect(),
            )
        },
    );
}
