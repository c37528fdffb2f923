//! Checks windows and slides, as far as they are known when the program is compiled.
//!
//! Every stream is emitted at some slide: the batch interval, or the slide of the last window
//! before it. What literals do not tell is checked once more when the program is built.

use std::time::Duration;

use proc_macro2::{Ident, Span};

use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::duration::display;
use crate::compiler::operators::{Kind, help};
use crate::compiler::resolved::{Argument, DurationArg, Operation, Resolved, ResolvedHead};

/// Checks all chains of a program.
pub(super) fn check(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let interval = resolved.batch_interval.as_ref().and_then(DurationArg::literal);
    let interval = interval.map(|(interval, _)| interval);
    let mut timing = Timing { interval, slides: Vec::new(), diagnostics };
    for chain in &resolved.chains {
        let mut slide = match &chain.head {
            ResolvedHead::Source(_) => interval,
            ResolvedHead::Chain(chain) => timing.slide_of(*chain),
            ResolvedHead::Unknown => None,
        };
        for operation in &chain.operations {
            slide = timing.after(operation, slide);
        }
        timing.slides.push(slide);
    }
}

struct Timing<'d> {
    interval: Option<Duration>,
    /// The slides of the chains so far, where they are known.
    slides: Vec<Option<Duration>>,
    diagnostics: &'d mut Diagnostics,
}

impl Timing<'_> {
    fn slide_of(&self, chain: usize) -> Option<Duration> {
        self.slides.get(chain).copied().flatten()
    }

    /// The slide of what `operation` yields over a stream with the slide `input`.
    fn after(&mut self, operation: &Operation, input: Option<Duration>) -> Option<Duration> {
        if operation.operator.is_windowed() {
            return self.window(operation, input);
        }
        for arg in &operation.args {
            if let Argument::Streams(streams) = arg {
                self.same_slides(operation, input, streams);
            }
        }
        input
    }

    fn window(&mut self, operation: &Operation, input: Option<Duration>) -> Option<Duration> {
        for (param, argument) in operation.operator.params.iter().zip(&operation.args) {
            if let (Kind::Window | Kind::Slide, Argument::Duration(given)) = (param.kind, argument)
                && let Some((duration, span)) = given.literal()
            {
                self.multiple(param.name, duration, span, input);
            }
        }
        match operation.duration(Kind::Slide) {
            Some(slide) => slide.literal().map(|(slide, _)| slide),
            None => input,
        }
    }

    /// Reports a duration that is no multiple of the slide at which the input is emitted. Where
    /// that is not known, it is at least a multiple of the batch interval.
    fn multiple(&mut self, what: &str, duration: Duration, span: Span, input: Option<Duration>) {
        let Some(unit) = input.or(self.interval) else { return };
        let (unit_nanos, nanos) = (unit.as_nanos(), duration.as_nanos());
        if unit_nanos == 0 || nanos.is_multiple_of(unit_nanos) {
            return;
        }
        let of = if Some(unit) == self.interval {
            "the batch interval"
        } else {
            "the slide of its input"
        };
        let message = format!(
            "the {what} `{}` is not a whole multiple of {of}, `{}`",
            display(duration),
            display(unit)
        );
        let below = multiple_of(unit, nanos / unit_nanos);
        let above = multiple_of(unit, nanos / unit_nanos + 1);
        let help = match (below, above) {
            (Some(below), Some(above)) => format!("write `{below}` or `{above}`"),
            (None, Some(above)) => format!("the shortest is `{above}`"),
            _ => format!("write a multiple of `{}`", display(unit)),
        };
        self.diagnostics.error(span, message).help(help);
    }

    /// Reports streams that are emitted at other times than the stream they are brought together
    /// with.
    fn same_slides(
        &mut self,
        operation: &Operation,
        input: Option<Duration>,
        others: &[(usize, Ident)],
    ) {
        for (chain, name) in others {
            let (Some(ours), Some(theirs)) = (input, self.slide_of(*chain)) else { continue };
            if ours == theirs {
                continue;
            }
            let message = format!(
                "`{}` needs streams that are emitted at the same times: this one is emitted every \
                 `{}`, `{name}` every `{}`",
                operation.name,
                display(ours),
                display(theirs)
            );
            self.diagnostics.error(name, message).help(help::SAME_SLIDE);
        }
    }
}

/// `count` times `unit` as a literal, where that is positive and not out of range.
fn multiple_of(unit: Duration, count: u128) -> Option<String> {
    let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
    unit.checked_mul(count).map(display)
}
