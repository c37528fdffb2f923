//! The windows of a program. A program states durations; the engine counts in batches.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::base::error::{Error, Result};
use crate::plan::Plan;
use crate::plan::WindowId;
use crate::plan::WindowSpec;

/// The windows of a program, as durations.
#[derive(Default)]
pub(crate) struct Windows {
    pub(crate) declared: Vec<Declared>,
    pub(crate) same_slide: Vec<(u16, Vec<Option<WindowId>>)>,
}

pub(crate) struct Declared {
    pub(crate) op: u16,
    pub(crate) parent: Option<WindowId>,
    pub(crate) window: Duration,
    pub(crate) slide: Option<Duration>,
}

impl Windows {
    /// Converts all windows to numbers of batches of `interval`.
    ///
    /// # Errors
    /// [`Error::Window`] if a duration is not a multiple of what it has to be a multiple of, or if
    /// windows that must have the same slide do not have it.
    pub(crate) fn resolve(&self, plan: &Plan, interval: Duration) -> Result<Vec<WindowSpec>> {
        let mut resolved: Vec<WindowSpec> = Vec::with_capacity(self.declared.len());
        for declared in &self.declared {
            let parent = declared.parent.and_then(|id| resolved.get(id.0)).map(|spec| spec.slide);
            let step = Step { interval, batches: parent.unwrap_or(1), nested: parent.is_some() };
            let count = |what, duration| {
                step.count(what, duration).map_err(|message| error_at(plan, declared.op, message))
            };
            let window = count("window", declared.window)?;
            let slide = declared.slide.map_or(Ok(step.batches), |slide| count("slide", slide))?;
            resolved.push(WindowSpec { window, slide });
        }
        for (op, streams) in &self.same_slide {
            check_same_slide(streams, &resolved, interval)
                .map_err(|message| error_at(plan, *op, message))?;
        }
        Ok(resolved)
    }

    /// Returns the batch after which each window has been emitted once with all records of finite
    /// input; 0 if the program has no windows. `resolved` are the windows in batches. `sources` are
    /// the sources as operators, each with the batch of its last record. `missing` are the batches that
    /// were not run, in ascending order.
    ///
    /// A window over a window gets records when the first window is emitted, so it is emitted later.
    pub(crate) fn last_emission(
        &self,
        plan: &Plan,
        resolved: &[WindowSpec],
        sources: &[(u16, u64)],
        missing: &[RangeInclusive<u64>],
    ) -> u64 {
        let last_input = sources.iter().map(|(_, last)| *last).max().unwrap_or(0);
        // The batch in which the last record leaves each operator. Operators stand behind their
        // inputs. The plan of a pipeline that is written by hand may have no operators.
        let mut leaves: Vec<u64> = Vec::with_capacity(plan.operators.len());
        let window_of = |op: u16| {
            let windows = self.declared.iter().zip(resolved);
            windows.filter(move |(declared, _)| declared.op == op).map(|(_, spec)| spec)
        };
        let mut latest = 0;
        for (op, info) in plan.numbered() {
            let inputs = info
                .inputs
                .iter()
                .map(|&input| leaves.get(usize::from(input)).copied().unwrap_or(last_input));
            let here = sources.iter().filter(|(source, _)| *source == op).map(|(_, last)| *last);
            let enters = inputs.chain(here).max().unwrap_or(last_input);
            let emitted = window_of(op).filter_map(|spec| emission(*spec, enters, missing)).max();
            latest = latest.max(emitted.unwrap_or(0));
            // If the last record is in no window, those before it have left with the window before.
            let before = window_of(op).map(|spec| spec.last_emission(enters)).max();
            leaves.push(emitted.or(before).unwrap_or(enters));
        }
        let is_unknown = |declared: &&Declared| plan.operator_at(declared.op).is_none();
        for (_, spec) in self.declared.iter().zip(resolved).filter(|(known, _)| is_unknown(known)) {
            latest = latest.max(emission(*spec, last_input, missing).unwrap_or(0));
        }
        latest
    }
}

/// Returns the batch in which a window is emitted first with the records of `batch`. `None` if there is
/// none: no window covers the batch, or those that do would have been emitted in missing batches.
fn emission(spec: WindowSpec, batch: u64, missing: &[RangeInclusive<u64>]) -> Option<u64> {
    let mut emitted = spec.next_emission(batch);
    for gap in missing {
        if gap.contains(&emitted) {
            emitted = spec.next_emission(gap.end().saturating_add(1));
        }
    }
    (spec.batch_before(emitted) < batch || batch == 0).then_some(emitted)
}

/// The time between two batches of the stream that a window is built on.
struct Step {
    interval: Duration,
    batches: u64,
    nested: bool,
}

impl Step {
    /// Returns `duration` in batches, if it is a positive multiple of the step.
    fn count(&self, what: &str, duration: Duration) -> std::result::Result<u64, String> {
        let interval = self.interval.as_nanos().max(1);
        let step = interval * u128::from(self.batches);
        let nanos = duration.as_nanos();
        if nanos > 0 && nanos.is_multiple_of(step) {
            return u64::try_from(nanos / interval).map_err(|_| format!("the {what} is too long"));
        }
        let length = in_words(step);
        let base = if self.nested {
            format!("the slide of {length} of the window before it")
        } else {
            format!("the batch interval of {length}")
        };
        let below = nanos / step * step;
        let choice = if below == 0 {
            format!("the shortest possible one is {length}")
        } else {
            format!("use {} or {}", in_words(below), in_words(below + step))
        };
        let given = in_words(nanos);
        Err(format!("the {what} of {given} is not a positive multiple of {base}; {choice}"))
    }
}

fn check_same_slide(
    streams: &[Option<WindowId>],
    resolved: &[WindowSpec],
    interval: Duration,
) -> std::result::Result<(), String> {
    let slide_of = |stream: &Option<WindowId>| {
        stream.and_then(|id| resolved.get(id.0)).map_or(1, |spec| spec.slide)
    };
    let mut slides = streams.iter().map(slide_of);
    let Some(first) = slides.next() else { return Ok(()) };
    let Some(other) = slides.find(|&slide| slide != first) else { return Ok(()) };
    let words = |slide: u64| in_words(interval.as_nanos() * u128::from(slide));
    Err(format!(
        "its streams must be emitted equally often, but one is emitted every {} and another every \
         {}; give their windows the same slide",
        words(first),
        words(other)
    ))
}

fn error_at(plan: &Plan, op: u16, message: String) -> Error {
    match plan.operators.get(usize::from(op)) {
        Some(info) => Error::Window { operator: info.name, location: info.location(plan), message },
        None => Error::config(message),
    }
}

fn in_words(nanos: u128) -> String {
    let seconds = u64::try_from(nanos / 1_000_000_000).unwrap_or(u64::MAX);
    format!("{:?}", Duration::new(seconds, (nanos % 1_000_000_000) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Idle, OperatorInfo, Role};

    const SECOND: Duration = Duration::from_secs(1);
    static PLAN: Plan = Plan {
        file: "src/main.rs",
        operators: &[operator("window", 7), operator("join", 8)],
        stages: &[],
        idle: Idle::Everybody,
    };

    const fn operator(name: &'static str, line: u32) -> OperatorInfo {
        let (arguments, binding, role, inputs): (_, _, _, &[u16]) = ("", None, Role::Stage, &[]);
        OperatorInfo { name, arguments, binding, role, inputs, line, column: 16 }
    }

    fn windows(declared: &[(Option<usize>, Duration, Option<Duration>)]) -> Windows {
        let declared = declared.iter().map(|&(parent, window, slide)| Declared {
            op: 0,
            parent: parent.map(WindowId),
            window,
            slide,
        });
        Windows { declared: declared.collect(), same_slide: Vec::new() }
    }

    /// The last emission of the windows of one source, which is not in the plan of this test.
    fn last_emission(declared: &[(Option<usize>, Duration, Option<Duration>)], last: u64) -> u64 {
        emission_with_gaps(declared, last, &[])
    }

    fn emission_with_gaps(
        declared: &[(Option<usize>, Duration, Option<Duration>)],
        last: u64,
        missing: &[RangeInclusive<u64>],
    ) -> u64 {
        let windows = windows(declared);
        let resolved = windows.resolve(&PLAN, SECOND).unwrap();
        windows.last_emission(&PLAN, &resolved, &[(9, last)], missing)
    }

    #[test]
    fn a_window_is_emitted_once_after_the_last_record_that_enters_it() {
        let window = [(None, 30 * SECOND, Some(10 * SECOND))];
        let emitted = [0, 7, 10, 11].map(|last| last_emission(&window, last));
        assert_eq!(emitted, [0, 10, 10, 20]);
        assert_eq!(last_emission(&[], 7), 0);
        // No window covers the fourth batch.
        let gaps = [(None, 2 * SECOND, Some(5 * SECOND))];
        assert_eq!([3, 4, 5].map(|last| last_emission(&gaps, last)), [0, 5, 5]);
    }

    #[test]
    fn a_window_is_not_emitted_in_a_missing_batch() {
        let window = [(None, 30 * SECOND, Some(10 * SECOND))];
        assert_eq!(emission_with_gaps(&window, 7, &[8..=9]), 10);
        assert_eq!(emission_with_gaps(&window, 7, &[8..=14]), 20);
        assert_eq!(emission_with_gaps(&window, 7, &[8..=14, 16..=24]), 30);
        // The records have left.
        assert_eq!(emission_with_gaps(&window, 7, &[8..=30]), 0);
    }

    fn message(windows: &Windows) -> String {
        windows.resolve(&PLAN, SECOND).unwrap_err().to_string()
    }

    #[test]
    fn durations_become_batches() {
        let nested = windows(&[
            (None, 30 * SECOND, Some(10 * SECOND)),
            (None, 2 * SECOND, Some(3 * SECOND)),
            (None, 4 * SECOND, None),
            (Some(0), 20 * SECOND, None),
        ]);
        let expected = [(30, 10), (2, 3), (4, 1), (20, 10)];
        let expected = expected.map(|(window, slide)| WindowSpec { window, slide });
        assert_eq!(nested.resolve(&PLAN, SECOND).unwrap(), expected);
    }

    #[test]
    fn a_window_that_does_not_fit_is_reported_with_its_place_and_a_solution() {
        assert_eq!(
            message(&windows(&[(None, Duration::from_millis(2500), None)])),
            "src/main.rs:7:16: `window`: the window of 2.5s is not a positive multiple of the \
             batch interval of 1s; use 2s or 3s"
        );
        assert_eq!(
            message(&windows(&[(None, SECOND, Some(Duration::ZERO))])),
            "src/main.rs:7:16: `window`: the slide of 0ns is not a positive multiple of the batch \
             interval of 1s; the shortest possible one is 1s"
        );
        assert_eq!(
            message(&windows(&[(None, 6 * SECOND, Some(2 * SECOND)), (Some(0), SECOND, None)])),
            "src/main.rs:7:16: `window`: the window of 1s is not a positive multiple of the slide \
             of 2s of the window before it; the shortest possible one is 2s"
        );
    }

    #[test]
    fn joined_streams_must_have_the_same_slide() {
        let mut joined = windows(&[(None, 6 * SECOND, Some(2 * SECOND)), (None, SECOND, None)]);
        joined.same_slide.push((1, vec![None, Some(WindowId(1))]));
        assert!(joined.resolve(&PLAN, SECOND).is_ok());
        joined.same_slide.push((1, vec![Some(WindowId(0)), None]));
        assert_eq!(
            message(&joined),
            "src/main.rs:8:16: `join`: its streams must be emitted equally often, but one is emitted \
             every 2s and another every 1s; give their windows the same slide"
        );
    }
}
