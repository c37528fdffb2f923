//! The names under which state is saved.

use crate::compiler::ast::plain;
use crate::compiler::graph::NodeId;
use crate::compiler::resolved::Argument;
use crate::compiler::stages::{Stage, Staged};

impl Staged {
    /// Whether a stage keeps something from batch to batch.
    pub(crate) fn is_stateful(&self, stage: &Stage) -> bool {
        let own = self.graph.operator(stage.output).stage();
        stage.panes.is_some() || own.is_some_and(|operator| operator.stateful)
    }

    /// The stable name under which a stage's state is saved: the one the user
    /// gave, or the `let` name and the operator, or the operator and which of
    /// its kind it is.
    pub(crate) fn slot(&self, stage: &Stage) -> String {
        let graph = &self.graph;
        let node = &graph.nodes[stage.output];
        let given = |node: NodeId| {
            graph.nodes[node].operation.args.iter().find_map(|argument| match argument {
                Argument::Slot(slot) => Some(slot.value()),
                _ => None,
            })
        };
        // A window that moved into the aggregates behind it brings them its slot.
        let moved = stage.window.filter(|window| *window != stage.output).and_then(|window| {
            let stages = self.stages.iter();
            let alone = stages.filter(|stage| stage.window == Some(window)).count() == 1;
            let slot = given(window)?;
            Some(if alone { slot } else { format!("{slot}.{}", graph.operator(stage.output).name) })
        });
        given(stage.output).or(moved).unwrap_or_else(|| {
            let operator = graph.operator(stage.output).name;
            let chain = node.chain.as_ref().map(plain);
            let earlier = graph.nodes[..stage.output].iter().filter(|other| {
                other.operation.operator.name == operator
                    && other.chain.as_ref().map(plain) == chain
            });
            let ordinal = earlier.count() + 1;
            match chain {
                Some(name) if ordinal == 1 => format!("{name}.{operator}"),
                Some(name) => format!("{name}.{operator}#{ordinal}"),
                None => format!("{operator}#{ordinal}"),
            }
        })
    }
}
