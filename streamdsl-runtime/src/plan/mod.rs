//! What is known about a program before it runs.
//!
//! A [`Plan`] is data: operators and the edges between them, stages, who is needed in an empty
//! batch. `text` and `mermaid` show it.
//!
//! Uses `base`. The compiler emits a plan; `job` runs by it, and `stages` read the windows.

mod mermaid;
mod slots;
mod text;
mod window_spec;
pub(crate) mod windows;

use std::fmt;

use crate::base::error::Location;
pub use crate::plan::slots::SlotInfo;
pub use crate::plan::window_spec::WindowSpec;

/// What the compiler knows about a program, emitted as a static beside it.
#[derive(Debug)]
pub struct Plan {
    /// The file in which the program is written.
    pub file: &'static str,
    /// The operators in the order in which they are written. The index is the operator's number.
    pub operators: &'static [OperatorInfo],
    /// The stages in the order in which they run. The index is the stage's number.
    pub stages: &'static [StageInfo],
    /// Who is needed in a batch without records.
    pub idle: Idle,
}

/// Which workers have something to do in a batch that has no records.
///
/// Waking a thread takes longer than processing an empty batch. So workers that are not needed
/// sleep on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// No worker: an empty batch produces no output.
    Nobody,
    /// The first one: its outputs show that the batch was empty.
    Leader,
    /// All: operators keep something from batch to batch, or each share has a result.
    Everybody,
}

/// An operator of a program.
#[derive(Debug)]
pub struct OperatorInfo {
    /// Its name.
    pub name: &'static str,
    /// Its arguments as they are written, on one line; long ones are cut.
    pub arguments: &'static str,
    /// The name that `let` gives to the stream it produces.
    pub binding: Option<&'static str>,
    /// What became of it.
    pub role: Role,
    /// The numbers of the operators that its records come from.
    pub inputs: &'static [u16],
    /// The line in which it is written, counted from 1.
    pub line: u32,
    /// The column at which it is written, counted from 1.
    pub column: u32,
}

/// What became of an operator when the program was compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A source: its records are read in a loop.
    Source,
    /// Fused into the loop of what feeds it.
    Fused,
    /// The same, and it is called once for each page of a source, not once for each record.
    FusedOverPages,
    /// Fused, with a second stream for the records that failed.
    Fallible,
    /// It yields the second stream of the operator before it.
    Second,
    /// It passes the records of several loops on.
    Union,
    /// A union that collects records. A loop of its own reads them.
    Collecting,
    /// A window that moved into the aggregates behind it.
    Moved,
    /// A stage or a part of one: it needs the whole batch.
    Stage,
    /// A stage that is an output.
    Output,
}

/// A stage: one operator, or several that became one, at the end of a batch.
#[derive(Debug)]
pub struct StageInfo {
    /// What it does at the end of a batch.
    pub work: Work,
    /// The number of the operator that takes records in.
    pub input: u16,
    /// The number of the operator whose records come out.
    pub output: u16,
    /// The number of the operator that is its window.
    pub window: Option<u16>,
    /// Where its state is saved, if it keeps any.
    pub slot: Option<SlotInfo>,
}

/// What a stage does at the end of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// All records go to the first worker.
    Gather,
    /// Each worker combines its records, and the first one combines the results.
    Combine,
    /// Each worker combines values by key; the results are exchanged by key group.
    Table,
    /// Pairs are exchanged by key group and sorted by key.
    SortPairs,
    /// Each worker keeps its share of the batch.
    Shares,
    /// Records are dealt out to the workers.
    DealRecords,
    /// Pairs are exchanged by key group and change the state of their key.
    KeepState,
    /// A window keeps the records of each batch.
    KeepRecords,
    /// A union collects the records of a batch.
    Unite,
    /// The table of each batch becomes a pane of a window, by key.
    KeyedPanes,
    /// The combined record of each batch becomes a pane of a window.
    ReducedPanes,
    /// The number of records in each batch becomes a pane of a window.
    CountedPanes,
    /// Each worker has called the function on its records.
    CallFunction,
    /// Each worker formats its records, and the first one writes the directory.
    WriteFiles,
}

impl Work {
    /// What a stage that does this keeps in memory.
    fn keeps(self) -> &'static str {
        match self {
            Work::Gather | Work::Shares | Work::DealRecords | Work::Unite => {
                "the records of a batch"
            }
            Work::SortPairs => "the pairs of a batch",
            Work::Combine | Work::CallFunction => "little",
            Work::Table => "each key of a batch with its value",
            Work::KeepState => "the pairs of a batch and the state of each key",
            Work::KeepRecords => "all records of its window",
            Work::KeyedPanes => "each key of its window with its values by pane",
            Work::ReducedPanes | Work::CountedPanes => "a value for each pane of its window",
            Work::WriteFiles => "the files of a batch until they are written",
        }
    }
}

impl OperatorInfo {
    pub(crate) fn location(&self, plan: &Plan) -> Location {
        Location { file: plan.file, line: self.line, column: self.column }
    }
}

impl Plan {
    /// An operator by its number, which the compiler or an edge of the plan has given.
    pub(crate) fn operator_at(&self, op: u16) -> Option<&OperatorInfo> {
        self.operators.get(usize::from(op))
    }

    /// An operator as it is written, without its stream.
    fn call(&self, op: u16) -> String {
        match self.operator_at(op) {
            Some(OperatorInfo { name, arguments: "", .. }) => (*name).to_owned(),
            Some(OperatorInfo { name, arguments, .. }) => format!("{name}({arguments})"),
            None => String::new(),
        }
    }

    /// Numbers and operators.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u16, &'static OperatorInfo)> {
        (0..).zip(self.operators)
    }

    /// The name of an operator and where it is written; of the whole program, if the operator is
    /// not known.
    pub(crate) fn operator(&self, op: Option<u16>) -> (&'static str, Location) {
        match op.and_then(|op| self.operators.get(usize::from(op))) {
            Some(info) => (info.name, info.location(self)),
            None => ("stream!", Location { file: self.file, line: self.first_line(), column: 1 }),
        }
    }

    /// The operator whose state has this slot.
    pub(crate) fn operator_of(&self, slot: &str) -> Option<u16> {
        self.stages
            .iter()
            .find(|stage| stage.slot.is_some_and(|of| of.name == slot))
            .map(|stage| stage.output)
    }

    /// What an operator keeps in memory.
    pub(crate) fn kept_by(&self, op: u16) -> &'static str {
        let mut stages = self.stages.iter();
        match stages.find(|stage| stage.output == op || stage.input == op) {
            Some(stage) => stage.work.keeps(),
            None if self.operator_at(op).is_some_and(|of| of.role == Role::Collecting) => "records",
            None => "text and lists in the arena",
        }
    }

    /// The line in which the program begins.
    fn first_line(&self) -> u32 {
        self.operators.iter().map(|info| info.line).min().unwrap_or(1)
    }
}

/// The plan of a pipeline: as text by `Display`, as a diagram by [`mermaid`](PlanView::mermaid), as
/// data by its other methods.
#[derive(Debug, Clone, Copy)]
pub struct PlanView {
    pub(crate) plan: &'static Plan,
}

impl PlanView {
    /// The plan as a Mermaid diagram.
    pub fn mermaid(&self) -> String {
        mermaid::of(self.plan)
    }

    /// The operators in the order in which they are written.
    pub fn operators(&self) -> &'static [OperatorInfo] {
        self.plan.operators
    }

    /// The stages in the order in which they run.
    pub fn stages(&self) -> &'static [StageInfo] {
        self.plan.stages
    }

    /// Which workers are needed in a batch without records.
    pub fn idle(&self) -> Idle {
        self.plan.idle
    }
}

impl fmt::Display for PlanView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::of(self.plan))
    }
}

/// A registered window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowId(pub(crate) usize);

impl WindowId {
    pub(crate) fn index(self) -> usize {
        self.0
    }
}
