//! Windows that do not fit the batch interval. The error comes before the first batch and names the
//! operator, the line and values that would fit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use streamdsl::prelude::*;
use streamdsl_tests::{deterministic, failure};

const ZERO: Duration = Duration::ZERO;
const ODD: Duration = Duration::from_millis(2500);

/// An iterator with one batch, which records that the job asked for it.
fn input(read: &Arc<AtomicBool>) -> impl Iterator<Item = [(u8, u8); 1]> + Send + use<> {
    let read = Arc::clone(read);
    std::iter::once_with(move || {
        read.store(true, Ordering::SeqCst);
        [(1, 2)]
    })
}

/// Checks the error of a program whose operator in the line before this call does not fit.
#[track_caller]
fn refused(
    operator: &str,
    line: u32,
    message: &str,
    program: impl Fn(&Arc<AtomicBool>) -> Pipeline,
) {
    let read = Arc::new(AtomicBool::new(false));
    let error = failure(|| program(&read));
    let Error::Window { operator: named, location, message: said } = &error else {
        panic!("{error}")
    };
    assert_eq!((*named, location.line, location.file), (operator, line, file!()), "{error}");
    assert_eq!(said, message);
    assert!(!read.load(Ordering::SeqCst), "something was read");
}

#[test]
fn windows_that_are_no_multiple_of_the_batch() {
    let text =
        "the window of 2.5s is not a positive multiple of the batch interval of 1s; use 2s or 3s";
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> window(ODD, 1s) |> pprint
        }
    });
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read)) |> reduce_by_key(+)
                |> window(ODD, 1s) |> pprint
        }
    });
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> window(ODD, 1s) |> reduce_by_key(+) |> pprint
        }
    });
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> window(2500ms) |> count |> pprint
        }
    });
    refused("count_by_window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> count_by_window(ODD, 1s) |> pprint
        }
    });
    refused("reduce_by_key_and_window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> reduce_by_key_and_window(+, ODD, 1s) |> pprint
        }
    });
}

#[test]
fn slides_that_are_no_multiple_of_the_batch() {
    let slide = Duration::from_millis(1500);
    let text =
        "the slide of 1.5s is not a positive multiple of the batch interval of 1s; use 1s or 2s";
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> window(3s, slide) |> pprint
        }
    });
    refused("reduce_by_key_and_window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> reduce_by_key_and_window(+, 3s, slide, inverse = |a, b| a - b) |> pprint
        }
    });
}

#[test]
fn nothing_is_no_duration() {
    let text = "the window of 0ns is not a positive multiple of the batch interval of 1s; the \
                shortest possible one is 1s";
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read))
                |> window(ZERO, 1s) |> pprint
        }
    });
    let text = text.replace("window", "slide");
    refused("window", line!() + 3, &text, |read| {
        stream! {
            memory(input(read))
                |> window(1s, ZERO) |> pprint
        }
    });
    refused("count_by_window", line!() + 3, &text, |read| {
        stream! {
            memory(input(read))
                |> count_by_window(1s, ZERO) |> pprint
        }
    });
}

#[test]
fn a_window_over_a_window_fits_its_slide() {
    let two = Duration::from_secs(2);
    let text = "the window of 3s is not a positive multiple of the slide of 2s of the window before \
                it; use 2s or 4s";
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read)) |> window(4s, two) |> map(|pair| pair)
                |> window(3s) |> pprint
        }
    });
    refused("reduce_by_key_and_window", line!() + 3, text, |read| {
        stream! {
            memory(input(read)) |> window(4s, two)
                |> reduce_by_key_and_window(+, 3s, 2s) |> pprint
        }
    });
    let text = "the slide of 1s is not a positive multiple of the slide of 2s of the window before \
                it; the shortest possible one is 2s";
    refused("window", line!() + 3, text, |read| {
        stream! {
            memory(input(read)) |> reduce_by_key(+) |> window(4s, two)
                |> window(4s, 1s) |> pprint
        }
    });
}

#[test]
fn streams_of_different_slides_do_not_meet() {
    let (two, three) = (Duration::from_secs(2), Duration::from_secs(3));
    let text = "its streams must be emitted equally often, but one is emitted every 2s and another \
                every 1s; give their windows the same slide";
    refused("union", line!() + 4, text, |read| {
        stream! {
            let other = memory(input(read));
            memory(input(read)) |> window(2s, 2s)
                |> union(other) |> pprint
        }
    });
    refused("join", line!() + 4, text, |read| {
        stream! {
            let other = memory(input(read)) |> window(two, two / 2);
            memory(input(read)) |> window(2s, 2s) |> reduce_by_key(+)
                |> join(other) |> pprint
        }
    });
    let text = text.replace("every 1s", "every 3s");
    refused("union", line!() + 5, &text, |read| {
        stream! {
            let same = memory(input(read)) |> window(three, two);
            let other = memory(input(read)) |> window(two, three);
            memory(input(read)) |> window(2s, 2s)
                |> union(same, other) |> pprint
        }
    });
}

#[test]
fn the_interval_of_the_context_decides() {
    let program = || stream! { memory([[1]]) |> window(2500ms, 500ms) |> pprint(0) };
    let run = |millis| {
        let interval = Duration::from_millis(millis);
        deterministic(1).batch_interval(interval).build().unwrap().run(program())
    };
    assert!(run(500).is_ok() && run(250).is_ok() && run(100).is_ok());
    for millis in [400, 1000, 2500, 5000] {
        assert!(matches!(run(millis), Err(Error::Window { .. })), "{millis} ms");
    }
}

#[test]
fn windows_longer_than_anyone_can_count_are_refused_or_run() {
    let run = |window: Duration| {
        let out = Collected::new();
        let job = stream! { memory([[1], [2]]) |> window(window, 1s) |> count |> collect(&out) };
        deterministic(1).build().unwrap().run(job).map(|()| out.records())
    };
    assert_eq!(run(Duration::from_secs(u64::MAX)).unwrap(), [1, 2]);
    assert_eq!(run(Duration::from_secs(1 << 40)).unwrap(), [1, 2]);
    assert!(matches!(run(Duration::MAX), Err(Error::Window { .. })));
}
