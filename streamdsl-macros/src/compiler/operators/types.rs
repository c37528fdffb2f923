//! The types that a row of the table consists of.

use super::params::{Kind, Param};

/// One operator.
#[derive(Debug)]
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) params: &'static [Param],
    /// A call, with the `|>` before it where one belongs.
    pub(crate) example: &'static str,
    /// The second stream that it has besides its records.
    pub(crate) second: Option<Second>,
    /// The methods of a source, which set what can be left open.
    pub(crate) methods: &'static [&'static str],
    /// Whether no argument of a source says what its records are.
    pub(crate) is_generic: bool,
}

/// The defaults of a row.
pub(super) const ROW: Operator = Operator {
    name: "",
    class: Class::Source,
    params: &[],
    example: "",
    second: None,
    methods: &[],
    is_generic: false,
};

/// How an operator fits into the generated loops.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Class {
    /// Starts a chain.
    Source,
    /// One record becomes one record, inside the loop.
    Map,
    /// One record stays or goes, inside the loop.
    Filter,
    /// One record becomes any number of records, inside the loop. Where it directly follows a
    /// source, a named function may be handed whole pages.
    FlatMap { whole_pages: bool },
    /// One record becomes another or a failure, inside the loop.
    TryMap,
    /// One record becomes any number of records or a failure, inside the loop.
    TryFlatMap,
    /// The second stream of the operator that it stands directly over.
    Side(Second),
    /// Passes the records of several streams on.
    Union,
    /// Needs the whole batch: the loop ends here, and another one begins.
    Stage(Stage),
    /// Stands for two operators, one behind the other.
    TwoInOne(TwoInOne),
    /// Ends a chain: a stage without consumers.
    Sink(Stage),
}

/// An operator that stands for two others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TwoInOne {
    /// In the order in which records go through them. A part with parameters has those of the
    /// whole.
    pub(crate) parts: [&'static Operator; 2],
    /// The part whose method has the name of the whole: the one that is given the records.
    pub(crate) called: usize,
}

/// The second stream of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Second {
    /// The records that failed. They must be used.
    Failures,
    /// The state of every key.
    Snapshots,
}

/// Properties of an operator that needs the whole batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) form: Form,
    /// What it does at the end of a batch.
    pub(crate) work: Work,
    /// Who is needed in a batch without records.
    pub(crate) idle: Idle,
    /// Keeps something from batch to batch, under a slot name.
    pub(crate) stateful: bool,
    /// Its feeds combine records and hold them back until their loop ends.
    pub(crate) holds_back: bool,
    /// How it combines records, where no argument says so.
    pub(crate) combiner: Option<Implied>,
    /// What becomes of the order of its records.
    pub(crate) order: Order,
}

/// What becomes of the order of the records that go into a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// It does not matter: the records are combined, or each worker works for itself.
    Lost,
    /// The stage keeps its records in the order of the stream, at least for each key.
    Kept,
    /// The stage keeps the order if a later operator needs it. It then yields runs, and its type is
    /// another one.
    Passed,
    /// The stage divides its records anew, so that the workers have them in order; if the workers
    /// have them in no order, it lets each keep its own. These are two types.
    Divided,
}

/// A union that collects the records of a batch.
pub(super) const COLLECTING_UNION: Stage = Stage {
    form: Form::Own,
    work: Work::Unite,
    idle: Idle::Nobody,
    stateful: false,
    holds_back: false,
    combiner: None,
    order: Order::Passed,
};

/// The defaults of a stage.
pub(super) const STAGE: Stage = Stage {
    form: Form::Own,
    work: Work::Gather,
    idle: Idle::Nobody,
    stateful: false,
    holds_back: false,
    combiner: None,
    order: Order::Lost,
};

/// How a stage and windows go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// It does not combine with windows.
    Own,
    /// It is a window. It merges with a table before it, or with aggregates behind it.
    Window,
    /// It aggregates a batch. A window before it can merge with it and is kept in panes.
    Aggregate(Aggregate),
    /// It aggregates a window of its own, in panes.
    OverWindow(Aggregate),
}

impl Form {
    /// Whether what comes out is emitted at a slide of its own.
    pub(crate) fn is_windowed(self) -> bool {
        matches!(self, Form::Window | Form::OverWindow(_))
    }

    /// Whether what comes out is a table, each key once: a window directly over it is a windowed
    /// aggregate.
    pub(crate) fn is_table(self) -> bool {
        matches!(self, Form::Aggregate(Aggregate::Keyed) | Form::OverWindow(Aggregate::Keyed))
    }
}

/// An aggregate that can be kept in panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    /// Values by key, combined.
    Keyed,
    /// All records combined into one.
    Reduce,
    /// The number of records.
    Count,
}

/// The parts of the runtime that keep an aggregate in panes.
#[derive(Debug)]
pub(crate) struct Panes {
    /// The type of the stage.
    pub(crate) stage: &'static str,
    /// The operator that takes a record in, of a batch.
    pub(crate) record: &'static str,
    /// The type of the stream whose window makes the stage.
    pub(crate) stream: &'static str,
    /// What the stage does at the end of a batch.
    pub(crate) work: Work,
}

impl Aggregate {
    pub(crate) fn panes(self) -> &'static Panes {
        match self {
            Aggregate::Keyed => &Panes {
                stage: "ReduceByKeyAndWindow",
                record: "reduce_by_key",
                stream: "TableStream",
                work: Work::KeyedPanes,
            },
            Aggregate::Reduce => &Panes {
                stage: "ReduceByWindow",
                record: "reduce",
                stream: "ReducedStream",
                work: Work::ReducedPanes,
            },
            Aggregate::Count => &Panes {
                stage: "CountByWindow",
                record: "count",
                stream: "CountStream",
                work: Work::CountedPanes,
            },
        }
    }
}

/// What a stage does at the end of a batch: the runtime's enum of the same name says it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Gather,
    Combine,
    Table,
    SortPairs,
    Shares,
    DealRecords,
    KeepState,
    KeepRecords,
    Unite,
    KeyedPanes,
    ReducedPanes,
    CountedPanes,
    CallFunction,
    WriteFiles,
}

/// How records are combined where no argument says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Implied {
    /// They are added.
    Add,
    /// The first one stays.
    First,
}

/// Which workers have something to do in a batch that has no records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Idle {
    /// No worker: an empty batch produces no output.
    #[default]
    Nobody,
    /// The first one, which has a result for an empty batch too.
    Leader,
    /// All: each keeps something, or has a result for its empty share.
    Everybody,
}

impl Operator {
    /// Whether it starts a chain.
    pub(crate) fn is_source(&self) -> bool {
        matches!(self.class, Class::Source)
    }

    /// Whether it ends a chain.
    pub(crate) fn is_sink(&self) -> bool {
        matches!(self.class, Class::Sink(_))
    }

    /// Its properties as a stage, if it is one.
    pub(crate) fn stage(&self) -> Option<&Stage> {
        match &self.class {
            Class::Stage(stage) | Class::Sink(stage) => Some(stage),
            Class::Union => Some(&COLLECTING_UNION),
            _ => None,
        }
    }

    /// How many streams it brings together as whole batches.
    pub(crate) fn batches(&self) -> usize {
        1 + self.params.iter().filter(|param| param.kind == Kind::Stream).count()
    }

    /// How windows go together with it.
    pub(crate) fn form(&self) -> Form {
        self.stage().map_or(Form::Own, |stage| stage.form)
    }

    /// Whether what comes out is emitted at a slide of its own.
    pub(crate) fn is_windowed(&self) -> bool {
        match &self.class {
            Class::TwoInOne(two) => two.parts.iter().any(|part| part.is_windowed()),
            _ => self.form().is_windowed(),
        }
    }

    /// How it is called, with optional parameters in brackets: `window(window, [slide], [slot =
    /// "name"])`.
    fn signature(&self) -> String {
        let params: Vec<_> = self.params.iter().map(Param::signature).collect();
        format!("{}({})", self.name, params.join(", "))
    }

    /// The help of every message about the arguments of a call.
    pub(crate) fn usage(&self) -> String {
        if self.params.is_empty() {
            return format!("write `{}`", self.example);
        }
        format!("write `{}`, for example `{}`", self.signature(), self.example)
    }
}
