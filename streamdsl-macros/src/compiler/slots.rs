//! The names under which state is saved.

use crate::compiler::ast::{CombineOp, plain};
use crate::compiler::graph::NodeId;
use crate::compiler::operators::{Aggregate, Kind};
use crate::compiler::resolved::{Argument, Combiner};
use crate::compiler::stages::{Stage, Staged};

/// Where a stage keeps its state.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The stable name under which the state is saved.
    pub(crate) name: String,
    /// Whether only an ordinal tells the name apart from that of another stage.
    pub(crate) numbered: bool,
    /// The operator that takes `slot = "name"` for this stage; none if the stage gets a name of its
    /// own only from `let`.
    pub(crate) named_at: Option<NodeId>,
    /// How the values in it are combined, if they are.
    pub(crate) combiner: Option<&'static str>,
}

impl Staged {
    /// Whether a stage keeps something from batch to batch.
    pub(crate) fn is_stateful(&self, stage: &Stage) -> bool {
        let own = self.graph.operator(stage.output).stage();
        stage.panes.is_some() || own.is_some_and(|operator| operator.stateful)
    }

    /// The slot of a stage that keeps state.
    pub(crate) fn slot(&self, stage: &Stage) -> Slot {
        let (name, numbered) = self.slot_name(stage);
        let takes_slot =
            |node: &NodeId| self.graph.nodes[*node].operation.arg(Kind::Slot).is_some();
        let window = moved_window(stage).filter(|window| self.stages_over(*window).count() == 1);
        let named_at = Some(stage.output).filter(takes_slot).or(window);
        Slot { name, numbered, named_at, combiner: self.combiner_name(stage) }
    }

    /// The name of a stage's slot, and whether it has only an ordinal. The name is the one that the
    /// user gave, or the `let` name and the operator, or the operator and which of its kind it is.
    fn slot_name(&self, stage: &Stage) -> (String, bool) {
        if let Some(name) = self.given_slot(stage.output) {
            return (name, false);
        }
        // A window that moved into the aggregates behind it brings them its slot.
        let window = moved_window(stage);
        match window.and_then(|window| Some((window, self.given_slot(window)?))) {
            Some((window, _)) if self.stages_over(window).count() > 1 => {
                self.shared_slot(stage, window)
            }
            Some((_, name)) => (name, false),
            None => self.automatic_slot(stage),
        }
    }

    /// The name of one of several stages that share a window with a name.
    fn shared_slot(&self, stage: &Stage, window: NodeId) -> (String, bool) {
        let slot = self.given_slot(window).unwrap_or_default();
        let operator = self.operator_name(stage);
        let same = |other: &&Stage| self.operator_name(other) == operator;
        let like = || self.stages_over(window).filter(same);
        if like().count() == 1 {
            return (format!("{slot}.{operator}"), false);
        }
        let chain = self.chain(stage);
        let in_chain = || like().filter(|other| self.chain(other) == chain);
        let base = chain.iter().fold(slot, |slot, chain| format!("{slot}.{chain}"));
        let ordinal = in_chain().take_while(|other| other.output < stage.output).count() + 1;
        let numbered = in_chain().count() > 1;
        match (numbered, chain) {
            (false, Some(_)) => (format!("{base}.{operator}"), false),
            _ => (format!("{base}.{operator}#{ordinal}"), numbered),
        }
    }

    /// The name of a stage to which the user gave none.
    fn automatic_slot(&self, stage: &Stage) -> (String, bool) {
        let (operator, chain) = (self.operator_name(stage), self.chain(stage));
        let stateful = self.stages.iter().filter(|other| self.is_stateful(other));
        let like: Vec<_> = stateful
            .filter(|other| self.operator_name(other) == operator && self.chain(other) == chain)
            .collect();
        let ordinal = like.iter().filter(|other| other.output < stage.output).count() + 1;
        let is_named = |other: &Stage| {
            let window = moved_window(other);
            let nodes = [Some(other.output), window];
            nodes.into_iter().flatten().any(|node| self.given_slot(node).is_some())
        };
        let numbered = like.iter().filter(|other| !is_named(other)).count() > 1;
        let name = match chain {
            Some(chain) if ordinal == 1 => format!("{chain}.{operator}"),
            Some(chain) => format!("{chain}.{operator}#{ordinal}"),
            None => format!("{operator}#{ordinal}"),
        };
        (name, numbered)
    }

    /// The name that the user gave to the slot of an operator.
    fn given_slot(&self, node: NodeId) -> Option<String> {
        match self.graph.nodes[node].operation.arg(Kind::Slot)? {
            Argument::Slot(slot) => Some(slot.value()),
            _ => None,
        }
    }

    /// The stages that a window moved into.
    fn stages_over(&self, window: NodeId) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(move |stage| stage.window == Some(window))
    }

    fn operator_name(&self, stage: &Stage) -> &'static str {
        self.graph.operator(stage.output).name
    }

    /// The name that `let` gives to the chain of a stage.
    fn chain(&self, stage: &Stage) -> Option<String> {
        self.graph.nodes[stage.output].chain.as_ref().map(plain)
    }

    /// How a stage combines the values that it keeps: an operator of the language, `count`, or `fn`
    /// for a function of the user's, which has no name that lasts.
    fn combiner_name(&self, stage: &Stage) -> Option<&'static str> {
        Some(match (stage.panes?, self.combiner(stage)) {
            (Aggregate::Count, _) => Aggregate::Count.panes().record,
            (_, Some(Combiner::Function(_))) => "fn",
            (_, Some(Combiner::Operator(operator, _))) => operator.symbol(),
            // Operators such as `count_by_value` add without being told.
            (_, None) => CombineOp::Add.symbol(),
        })
    }
}

/// The window that moved into a stage.
fn moved_window(stage: &Stage) -> Option<NodeId> {
    stage.window.filter(|window| *window != stage.output)
}
