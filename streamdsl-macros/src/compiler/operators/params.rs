//! The parameters of operators, and those that several operators have.

use Hook::{Finish, New, Record, Records};

use super::Operator;

/// A parameter of an operator.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "it is a row of a table")]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Whether it can be given without its name.
    pub(crate) positional: bool,
    /// Which of the generated calls get the argument.
    pub(crate) at: &'static [Hook],
    /// How many values a plain function is given.
    function_of: usize,
    /// Whether a closure may also take the arena, as its last parameter.
    pub(crate) gets_arena: bool,
    /// Whether it is a function of an output: it returns nothing, or a `Result` whose type of error
    /// is open.
    pub(crate) is_action: bool,
}

/// What kind of argument a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A closure, a path of a function, or an expression whose value is a function.
    Function,
    /// The same, for a function of a whole batch (of each stream) and its time; a closure may leave
    /// the time out.
    BatchFunction,
    /// A function of the new values of a key and its state; a closure may also take key and time.
    StateFunction,
    /// A function that selects results; it is called for each result.
    Predicate,
    /// An operator such as `+`, or a function of two values.
    Combiner,
    /// A function that removes values that have left a window from the combined value.
    Inverse,
    /// The length of a window: a literal with a unit, or an expression of type `Duration`.
    Window,
    /// How often a window is emitted, written in the same way.
    Slide,
    /// Any other duration, evaluated where the program stands.
    Timeout,
    /// The name of a bound stream.
    Stream,
    /// The names of one or more bound streams.
    Streams,
    /// Any expression, evaluated once, where the program stands.
    Value,
    /// A duration or any other expression, evaluated once, where the program stands.
    DurationOrValue,
    /// `stop`, `skip` or `cut`, or any other expression, evaluated once, where the program stands.
    OnLongRecord,
    /// Any expression, evaluated once, where the program stands; each worker gets a copy.
    Constant,
    /// The state that a stage starts with; any expression, evaluated once by each worker.
    Initial,
    /// A string literal that names saved state.
    Slot,
}

/// A call that is generated for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hook {
    /// Once, where the operator is set up.
    New,
    /// For each record.
    Record,
    /// At the end of each batch.
    Finish,
    /// Where a stage's records are read.
    Records,
}

impl Param {
    /// The same for a function of `values` values.
    pub(super) const fn of(mut self, values: usize) -> Self {
        self.function_of = values;
        self
    }

    /// The same for a function whose closure may also take the arena.
    pub(super) const fn with_arena(mut self) -> Self {
        self.gets_arena = true;
        self
    }

    /// How many values the function is given, without the arena: each number that a closure may have parameters.
    pub(crate) fn values(&self, operator: &Operator) -> Vec<usize> {
        match self.kind {
            Kind::BatchFunction => vec![operator.batches(), operator.batches() + 1],
            Kind::StateFunction => vec![2, 4],
            Kind::Combiner | Kind::Inverse => vec![2],
            _ => vec![self.function_of],
        }
    }

    /// Whether it is used for each record.
    pub(crate) fn is_for_each_record(&self) -> bool {
        self.at == [Record]
    }

    /// How it is written in the signature of its operator.
    pub(super) fn signature(&self) -> String {
        let text = match self.kind {
            Kind::Slot => format!("{} = \"name\"", self.name),
            Kind::Streams => format!("{}, ...", self.name),
            _ if !self.positional => format!("{} = ...", self.name),
            _ => self.name.to_owned(),
        };
        if self.required { text } else { format!("[{text}]") }
    }
}

impl Kind {
    /// Whether it takes a function.
    pub(crate) fn is_function(self) -> bool {
        matches!(
            self,
            Kind::Function
                | Kind::BatchFunction
                | Kind::StateFunction
                | Kind::Predicate
                | Kind::Combiner
                | Kind::Inverse
        )
    }

    /// Its description in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::Function
            | Kind::BatchFunction
            | Kind::StateFunction
            | Kind::Predicate
            | Kind::Inverse => "a closure or a function",
            Kind::Combiner => "an operator such as `+`, or a function of two values",
            Kind::Window | Kind::Slide | Kind::Timeout => "a duration such as `30s`",
            Kind::Stream | Kind::Streams => "the name of a stream bound by `let`",
            Kind::Value | Kind::Constant | Kind::Initial => "a value",
            Kind::OnLongRecord => "`stop`, `skip` or `cut`",
            Kind::DurationOrValue => "a duration such as `5s`, `true` or `false`",
            Kind::Slot => "a string literal",
        }
    }
}

pub(super) const fn param(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param {
        name,
        kind,
        required: true,
        positional: true,
        at,
        is_action: false,
        function_of: 1,
        gets_arena: false,
    }
}

/// The function of an output.
pub(super) const fn action(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param { is_action: true, ..param(name, kind, at) }
}

pub(super) const fn optional(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param {
        name,
        kind,
        required: false,
        positional: true,
        at,
        is_action: false,
        function_of: 1,
        gets_arena: false,
    }
}

/// An optional parameter that must be given by name, to be readable.
pub(super) const fn named(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param {
        name,
        kind,
        required: false,
        positional: false,
        at,
        is_action: false,
        function_of: 1,
        gets_arena: false,
    }
}

/// A function that is called for each record.
pub(super) const F: Param = param("f", Kind::Function, &[Record]).with_arena();
/// The value by which records are compared; without it, the records themselves are.
pub(super) const BY: Param = optional("by", Kind::Function, &[Records]);
pub(super) const OP: Param = param("op", Kind::Combiner, &[Record, Finish]);
pub(super) const INVERSE: Param = optional("inverse", Kind::Inverse, &[Finish]);
pub(super) const OTHER: Param = param("other", Kind::Stream, &[]);
pub(super) const INITIAL: Param = named("initial", Kind::Initial, &[New]);
// Where an output writes its directories.
pub(super) const PREFIX: Param = param("prefix", Kind::Value, &[New]);
pub(super) const SUFFIX: Param = optional("suffix", Kind::Value, &[New]);
pub(super) const EMPTY: Param = optional("empty", Kind::Value, &[New]);
pub(super) const HOST: Param = param("host", Kind::Value, &[New]);
pub(super) const PORT: Param = param("port", Kind::Value, &[New]);
pub(super) const DIRECTORY: Param = param("directory", Kind::Value, &[New]);
pub(super) const NEW_FILES_ONLY: Param = optional("new_files_only", Kind::Value, &[New]);
pub(super) const SETTLE: Param = named("settle", Kind::DurationOrValue, &[New]);
pub(super) const ON_LONG_RECORD: Param = named("on_long_record", Kind::OnLongRecord, &[New]);
pub(super) const RATE: Param = param("rate", Kind::Value, &[New]);
// Durations, streams and slots are wired when the program is built; no call receives them.
pub(super) const WINDOW_LENGTH: Param = param("window", Kind::Window, &[]);
pub(super) const SLIDE: Param = optional("slide", Kind::Slide, &[]);
pub(super) const SLOT: Param = named("slot", Kind::Slot, &[]);
