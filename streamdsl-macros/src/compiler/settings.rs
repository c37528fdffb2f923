//! The settings that a program may state.

use std::time::Duration;

use proc_macro2::{Ident, Span};

use crate::compiler::ast::Setting;
use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::duration;
use crate::compiler::resolve::kinds;
use crate::compiler::resolved::DurationArg;
use crate::compiler::suggest;

/// The time between the ends of two batches.
const BATCH_INTERVAL: &str = "batch_interval";

/// The names of all settings. A new one gets its name here, a field in [`Settings`] and an arm in
/// [`resolve`].
const NAMES: &[&str] = &[BATCH_INTERVAL];

/// How a setting is written.
pub(crate) const EXAMPLE: &str = "batch_interval = 1s;";

/// What a program states about itself.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) batch_interval: Option<DurationArg>,
}

/// Whether a setting has this name.
pub(crate) fn is_known(name: &Ident) -> bool {
    NAMES.iter().any(|known| name == known)
}

/// Reads the values of the settings.
pub(crate) fn resolve(stated: Vec<Setting>, diagnostics: &mut Diagnostics) -> Settings {
    let mut settings = Settings::default();
    let mut seen: Vec<String> = Vec::new();
    for Setting { name, value } in stated {
        let text = name.to_string();
        if seen.contains(&text) {
            diagnostics
                .error(&name, format!("the setting `{name}` is given twice"))
                .help("remove one of the two");
            continue;
        }
        match text.as_str() {
            BATCH_INTERVAL => {
                let usage = format!("write `{EXAMPLE}`");
                let interval = kinds::duration(value, "`batch_interval`", &usage, diagnostics);
                if let Some(DurationArg::Literal(interval, span)) = interval {
                    check_interval(interval, span, diagnostics);
                }
                settings.batch_interval = interval;
            }
            _ => unknown(&name, diagnostics),
        }
        seen.push(text);
    }
    settings
}

fn unknown(name: &Ident, diagnostics: &mut Diagnostics) {
    let error = diagnostics.error(name, format!("unknown setting `{name}`"));
    match suggest::closest(&name.to_string(), NAMES.iter().copied()) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => error.help(format!(
            "a program may set `{}`; to name a stream, write `let {name} = ...;`",
            NAMES.join("`, `")
        )),
    }
}

/// Batches end at whole multiples of the interval on a clock that counts microseconds.
fn check_interval(interval: Duration, span: Span, diagnostics: &mut Diagnostics) {
    if interval < Duration::from_millis(1) {
        let text = duration::display(interval);
        diagnostics
            .error(span, format!("the batch interval `{text}` is too short"))
            .help("the shortest is `1ms`");
    } else if !interval.as_nanos().is_multiple_of(1_000) {
        diagnostics
            .error(span, "the batch interval is not a whole number of microseconds")
            .help("write, for example, `1500us`");
    }
}
