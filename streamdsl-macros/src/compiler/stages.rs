//! Cuts the graph into stages.
//!
//! A stage is an operator that must have seen the whole batch before it goes
//! on: it takes records in, exchanges them with other workers, and returns records.
//! The operators between two stages are stateless and are fused into one loop.
//!
//! This is also where windows meet aggregates. Three ways to write a windowed
//! aggregate compile to the same stage, which keeps panes:
//!
//! * `reduce_by_key(op) |> window(w, s)`: the window takes over the table;
//! * `window(w, s) |> ... |> reduce_by_key(op)`: the stateless operators
//!   between the two commute with the window;
//! * `reduce_by_key_and_window(op, w, s)`.

use crate::compiler::graph::{Graph, NodeId};
use crate::compiler::operators::{Aggregate, Class, Form};
use crate::compiler::resolved::{Argument, Combiner};

/// The position of a stage in [`Staged::stages`].
pub(crate) type StageId = usize;

/// The role of a node in the generated code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// It yields the records of a receiver.
    Source,
    /// It is fused into the loop of whatever feeds it.
    Fused,
    /// It passes the records of several loops on.
    Union,
    /// It collects the records of several loops for a loop of its own.
    Buffer,
    /// A window that moved into the aggregate behind it.
    Commuted,
    /// Its records go into this stage.
    Stage(StageId),
    /// It is part of a stage that another node feeds.
    Absorbed,
    /// It yields the second stream of the operator before it.
    Side,
}

/// An operator, or two that became one, behind a barrier.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The aggregate that it keeps in panes; `None` for the plain stage of its operator.
    pub(crate) panes: Option<Aggregate>,
    /// The operator that takes records in.
    pub(crate) ingest: NodeId,
    /// The operator whose consumers get the stage's records.
    pub(crate) output: NodeId,
    /// The operator that holds the window's durations.
    pub(crate) window: Option<NodeId>,
    /// The operator that holds the combining function.
    pub(crate) combiner: Option<NodeId>,
}

/// The graph with every node's role.
pub(crate) struct Staged {
    pub(crate) graph: Graph,
    pub(crate) roles: Vec<Role>,
    /// In the order in which they run.
    pub(crate) stages: Vec<Stage>,
    /// For each node the window that decides in which batches its records
    /// come; none: in every batch.
    pub(crate) pace: Vec<Option<NodeId>>,
    /// For each node in how many ways its records reach it within loops.
    pub(crate) lanes: Vec<usize>,
    /// For each node whether a later operator needs its records in order.
    pub(super) wants_order: Vec<bool>,
}

impl Staged {
    /// Chooses stages and their kinds.
    pub(crate) fn new(graph: Graph) -> Self {
        let mut staged = Self {
            roles: vec![Role::Fused; graph.nodes.len()],
            stages: Vec::new(),
            pace: vec![None; graph.nodes.len()],
            lanes: vec![1; graph.nodes.len()],
            wants_order: vec![false; graph.nodes.len()],
            graph,
        };
        staged.commute_windows();
        for node in 0..staged.graph.nodes.len() {
            staged.assign(node);
        }
        staged.find_wanted_order();
        staged.cut_unions();
        staged.stages.sort_by_key(|stage| stage.output);
        for (id, stage) in staged.stages.iter().enumerate() {
            staged.roles[stage.ingest] = Role::Stage(id);
        }
        for node in 0..staged.graph.nodes.len() {
            staged.pace[node] = staged.pace_of(node);
        }
        staged
    }

    /// The consumers of a node's records, seen through commuted windows.
    pub(crate) fn consumers(&self, node: NodeId) -> Vec<(NodeId, usize)> {
        let mut consumers = Vec::new();
        for (consumer, port) in self.graph.consumers(node) {
            if self.roles[consumer] == Role::Commuted {
                consumers.extend(self.consumers(consumer));
            } else {
                consumers.push((consumer, port));
            }
        }
        consumers
    }

    /// The stage that a node's records come out of, if they do.
    pub(crate) fn stage_with_output(&self, node: NodeId) -> Option<StageId> {
        self.stages.iter().position(|stage| stage.output == node)
    }

    /// The combining function of a stage.
    pub(crate) fn combiner(&self, stage: &Stage) -> Option<&Combiner> {
        let node = stage.combiner?;
        self.graph.nodes[node].operation.args.iter().find_map(|argument| match argument {
            Argument::Combiner(combiner) => Some(combiner),
            _ => None,
        })
    }

    /// Marks the windows whose every record ends in an aggregate that can keep
    /// panes, with nothing but stateless operators between.
    fn commute_windows(&mut self) {
        for node in 0..self.graph.nodes.len() {
            if self.graph.form(node) != Form::Window || self.table_behind(node).is_some() {
                continue;
            }
            let mut ends = Vec::new();
            if self.stateless_ends(node, &mut ends)
                && ends.iter().all(|end| matches!(self.graph.form(*end), Form::Aggregate(_)))
            {
                self.roles[node] = Role::Commuted;
            }
        }
    }

    /// Collects the stages that `node`'s records reach through stateless
    /// operators; false if they also reach anything else.
    fn stateless_ends(&self, node: NodeId, ends: &mut Vec<NodeId>) -> bool {
        self.graph.consumers(node).into_iter().all(|(consumer, _)| {
            if self.graph.is_stateless(consumer) {
                self.stateless_ends(consumer, ends)
            } else {
                ends.push(consumer);
                self.graph.nodes[consumer].inputs.len() == 1
            }
        })
    }

    /// The table that is the direct input of a window.
    fn table_behind(&self, window: NodeId) -> Option<NodeId> {
        let input = *self.graph.nodes[window].inputs.first()?;
        self.is_table(input).then_some(input)
    }

    /// Whether a node's records are a table: each key once, with a combiner.
    fn is_table(&self, node: NodeId) -> bool {
        match self.graph.form(node) {
            Form::Window => self.table_behind(node).is_some(),
            form => form.is_table(),
        }
    }

    fn assign(&mut self, node: NodeId) {
        match self.graph.operator(node).class {
            Class::Source => self.roles[node] = Role::Source,
            Class::Map
            | Class::Filter
            | Class::FlatMap { .. }
            | Class::TryMap
            | Class::TryFlatMap => self.roles[node] = Role::Fused,
            Class::Side(_) => self.roles[node] = Role::Side,
            Class::Union => self.roles[node] = Role::Union,
            _ if self.roles[node] == Role::Commuted => {}
            _ => self.assign_stage(node),
        }
    }

    fn assign_stage(&mut self, node: NodeId) {
        let plain = Stage { panes: None, ingest: node, output: node, window: None, combiner: None };
        let stage = match self.graph.form(node) {
            Form::Own => plain,
            Form::Window => match self.table_behind(node) {
                Some(table) => self.windowed_table(node, table),
                None => Stage { window: Some(node), ..plain },
            },
            Form::Aggregate(_) if self.is_absorbed_by_window(node) => {
                self.roles[node] = Role::Absorbed;
                return;
            }
            Form::Aggregate(aggregate) => {
                let window = self.commuted_window_before(node);
                let combiner = combines(aggregate).then_some(node);
                Stage { panes: window.map(|_| aggregate), window, combiner, ..plain }
            }
            Form::OverWindow(aggregate) => {
                let combiner = combines(aggregate).then_some(node);
                Stage { panes: Some(aggregate), window: Some(node), combiner, ..plain }
            }
        };
        self.roles[node] = Role::Absorbed;
        self.stages.push(stage);
    }

    /// The stage of a window over a table. The table's own operator takes the
    /// records in, unless something else needs the table of the batch too.
    fn windowed_table(&self, window: NodeId, table: NodeId) -> Stage {
        let ingest = if self.is_absorbed_by_window(table) { table } else { window };
        Stage {
            panes: Some(Aggregate::Keyed),
            ingest,
            output: window,
            window: Some(window),
            combiner: Some(self.combiner_node(table)),
        }
    }

    /// The operator whose function a table was combined with, through any
    /// number of windows over windows.
    fn combiner_node(&self, table: NodeId) -> NodeId {
        match self.table_behind(table) {
            Some(inner) if self.graph.form(table) == Form::Window => self.combiner_node(inner),
            _ => table,
        }
    }

    /// Whether the only use of a per-batch table is the window over it.
    fn is_absorbed_by_window(&self, table: NodeId) -> bool {
        let consumers = self.graph.consumers(table);
        self.graph.form(table) == Form::Aggregate(Aggregate::Keyed)
            && self.commuted_window_before(table).is_none()
            && consumers.len() == 1
            && self.graph.form(consumers[0].0) == Form::Window
    }

    /// The commuted window that `node`'s records came through.
    fn commuted_window_before(&self, node: NodeId) -> Option<NodeId> {
        let input = *self.graph.nodes[node].inputs.first()?;
        if self.roles[input] == Role::Commuted {
            Some(input)
        } else if self.graph.is_stateless(input) {
            self.commuted_window_before(input)
        } else {
            None
        }
    }

    fn pace_of(&self, node: NodeId) -> Option<NodeId> {
        if let Some(window) =
            self.stage_with_output(node).and_then(|stage| self.stages[stage].window)
        {
            return Some(window);
        }
        self.pace_before(node)
    }

    /// The window that decides in which batches a node gets records.
    pub(crate) fn pace_before(&self, node: NodeId) -> Option<NodeId> {
        self.graph.nodes[node].inputs.first().and_then(|input| self.pace[*input])
    }
}

/// Whether an aggregate combines values, and so has a combiner.
fn combines(aggregate: Aggregate) -> bool {
    aggregate != Aggregate::Count
}
