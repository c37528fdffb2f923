//! What is known about a program before it runs.

mod window_spec;
pub(crate) mod windows;

use std::fmt;

use crate::base::error::Location;
pub use crate::plan::window_spec::WindowSpec;

/// What the compiler knows about a program, emitted as a static beside it.
#[derive(Debug)]
pub struct Plan {
    /// The file in which the program is written.
    pub file: &'static str,
    /// The operators in the order in which they are written. The index is the operator's number.
    pub operators: &'static [OperatorInfo],
    /// The stages and what was fused, to be read.
    pub text: &'static str,
    /// The same as a Mermaid diagram.
    pub mermaid: &'static str,
    /// Who is needed in a batch without records.
    pub idle: Idle,
}

/// Which workers have something to do in a batch that has no records.
///
/// To wake a thread costs more than an empty batch has to do. Where operators keep nothing, the
/// others sleep on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// None: nothing comes of nothing.
    Nobody,
    /// The first one, whose outputs show that there was nothing.
    Leader,
    /// All: operators keep something from batch to batch, or have a result for every share.
    Everybody,
}

/// An operator of a program.
#[derive(Debug)]
pub struct OperatorInfo {
    /// Its name.
    pub name: &'static str,
    /// The line in which it is written, counted from 1.
    pub line: u32,
    /// The column at which it is written, counted from 1.
    pub column: u32,
}

impl OperatorInfo {
    pub(crate) fn location(&self, plan: &Plan) -> Location {
        Location { file: plan.file, line: self.line, column: self.column }
    }
}

impl Plan {
    /// The name of an operator and where it is written; of the whole program, if the operator is
    /// not known.
    pub(crate) fn operator(&self, op: Option<u16>) -> (&'static str, Location) {
        match op.and_then(|op| self.operators.get(usize::from(op))) {
            Some(info) => (info.name, info.location(self)),
            None => ("stream!", Location { file: self.file, line: self.first_line(), column: 1 }),
        }
    }

    /// The line in which the program begins.
    fn first_line(&self) -> u32 {
        self.operators.iter().map(|info| info.line).min().unwrap_or(1)
    }
}

/// The plan of a pipeline, to be shown: as text by `Display`, as a diagram by
/// [`mermaid`](PlanView::mermaid).
#[derive(Debug, Clone, Copy)]
pub struct PlanView {
    pub(crate) plan: &'static Plan,
}

impl PlanView {
    /// The plan as a Mermaid diagram.
    pub fn mermaid(&self) -> &'static str {
        self.plan.mermaid
    }
}

impl fmt::Display for PlanView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.plan.text)
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
