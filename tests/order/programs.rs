//! Programs whose outputs have the order of the whole stream, on random batches.

use streamdsl::prelude::*;

use crate::meaning::Stream;
use crate::random::compare;

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
                let one = |n| if n == which { out.clone() } else { Collected::new() };
                let [plain, windows, distinct, united, twice] = &std::array::from_fn(one);
                stream! {
                    let a = from(a); let b = from(b);
                    let u = b |> union(a);
                    u |> collect(plain);
                    u |> window(3s) |> collect(windows);
                    u |> distinct |> collect(distinct);
                    u |> map(|n| n + 1) |> union(u) |> collect(united);
                    u |> window(2s) |> distinct |> window(2s, 2s) |> collect(twice);
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
                    |> group_by_key |> map(|(key, v)| { let mut v = v.clone(); v.sort_unstable(); (key, v) }) |> sort_by(|(key, _)| *key) |> collect(out);
            }
        },
        |a, b| {
            a.union(b).window(2, 1).grouped(5).map(|(k, mut v)| {
                for n in &mut v {
                    *n += 1;
                }
                v.sort_unstable();
                (k, v)
            })
        },
    );
}

#[test]
fn lists_of_workers_one_after_the_other() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s); let d = b |> distinct;
                d |> union(w) |> glom |> flat_map(|list| list) |> collect(out);
            }
        },
        |a, b| b.distinct().union(&a.window(2, 1)),
    );
}

#[test]
fn equal_records_of_top_in_the_order_of_the_stream() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let w = a |> window(2s); let d = b |> distinct;
                let u = w |> union(d);
                let top = u |> top(5, |n| n % 4);
                let least = u |> take_ordered(5, |n| n % 3);
                top |> union(least) |> window(2s) |> collect(out);
            }
        },
        |a, b| {
            let u = a.window(2, 1).union(&b.distinct());
            let top =
                u.sort_by(|n| std::cmp::Reverse(n % 4)).each(|x| x[..x.len().min(5)].to_vec());
            let least = u.sort_by(|n| n % 3).each(|x| x[..x.len().min(5)].to_vec());
            top.union(&least).window(2, 1)
        },
    );
}

#[test]
fn second_inputs_of_transforms() {
    compare(
        |a, b, out| {
            stream! {
                let a = from(a); let b = from(b);
                let l = a |> window(2s); let r = b |> union(l, a) |> distinct;
                let both = l |> transform_with(r, |l, r| l.iter().chain(r.iter()).collect::<Vec<u32>>());
                both |> union(both) |> map(|n| n / 2) |> distinct |> collect(out);
            }
        },
        |a, b| {
            let l = a.window(2, 1);
            let r = b.union(&l).union(a).distinct();
            let both = l.union(&r);
            both.union(&both).map(|n| n / 2).distinct()
        },
    );
}
