//! Where records must stay in order, and where unions end a loop.
//!
//! A union passes the records of several loops on, so everything behind it is written once for each
//! way that leads there. These ways are its *lanes*. Lanes multiply where unions meet again. A union
//! with too many of them does not pass records on: it collects them, and a loop of its own reads
//! them. So the size of the generated code grows with the size of the program only.

use crate::compiler::graph::NodeId;
use crate::compiler::operators::{Class, Order};
use crate::compiler::stages::{Role, Stage, Staged};

/// How many lanes a union may have that passes records on.
const MOST_LANES: usize = 8;

impl Staged {
    /// Decides for each union whether it passes records on, and counts the lanes.
    pub(super) fn cut_unions(&mut self) {
        for node in 0..self.graph.nodes.len() {
            let inputs = &self.graph.nodes[node].inputs;
            self.lanes[node] = match self.roles[node] {
                Role::Union => {
                    let lanes = inputs.iter().map(|input| self.lanes[*input]).sum();
                    if lanes > MOST_LANES { self.cut(node) } else { lanes }
                }
                Role::Fused | Role::Commuted | Role::Side => self.lanes[inputs[0]],
                _ => 1,
            };
        }
    }

    /// Ends the loops at a union. What it collects has one lane.
    fn cut(&mut self, union: NodeId) -> usize {
        self.roles[union] = Role::Buffer;
        if self.wants_order[union] {
            self.roles[union] = Role::Absorbed;
            self.stages.push(Stage {
                panes: None,
                ingest: union,
                output: union,
                window: None,
                combiner: None,
            });
        }
        1
    }

    /// For each node, whether a later operator needs its records in order.
    pub(super) fn find_wanted_order(&mut self) {
        for node in (0..self.graph.nodes.len()).rev() {
            let consumers = self.graph.consumers(node).into_iter();
            self.wants_order[node] = consumers.map(|(consumer, _)| consumer).any(|consumer| {
                match self.roles[consumer] {
                    Role::Fused | Role::Union | Role::Commuted | Role::Side => {
                        self.wants_order[consumer]
                    }
                    _ => self.takes_order(consumer),
                }
            });
        }
    }

    /// Whether the stage that an operator feeds needs its records in order.
    fn takes_order(&self, ingest: NodeId) -> bool {
        let stage = self.stages.iter().find(|stage| stage.ingest == ingest);
        stage.is_some_and(|stage| match self.order(stage) {
            Order::Kept | Order::Divided => true,
            Order::Passed => self.wants_order[stage.output],
            Order::Lost => false,
        })
    }

    /// What becomes of the order of records in a stage.
    fn order(&self, stage: &Stage) -> Order {
        let own = self.graph.operator(stage.output).stage();
        own.filter(|_| stage.panes.is_none()).map_or(Order::Lost, |own| own.order)
    }

    /// Whether a stage keeps its records in the order of the stream.
    pub(crate) fn is_in_order(&self, stage: &Stage) -> bool {
        match self.order(stage) {
            Order::Kept => true,
            Order::Passed => self.wants_order[stage.output],
            Order::Divided => self.comes_in_order(self.graph.nodes[stage.ingest].inputs[0]),
            Order::Lost => false,
        }
    }

    /// Whether a stage yields its records in runs, each with its place.
    pub(crate) fn yields_runs(&self, stage: &Stage) -> bool {
        matches!(self.order(stage), Order::Passed) && self.is_in_order(stage)
    }

    /// Whether a stage has two types, and this is the one that keeps the order.
    pub(crate) fn is_in_order_by_type(&self, stage: &Stage) -> bool {
        matches!(self.order(stage), Order::Passed | Order::Divided) && self.is_in_order(stage)
    }

    /// Whether the records of a node are spread over the workers in an order across all of them.
    fn comes_in_order(&self, node: NodeId) -> bool {
        let inputs = &self.graph.nodes[node].inputs;
        match self.roles[node] {
            Role::Source => true,
            Role::Fused | Role::Union | Role::Commuted => {
                inputs.iter().all(|input| self.comes_in_order(*input))
            }
            _ => {
                let stage = self.stages.iter().find(|stage| stage.output == node);
                stage.is_some_and(|stage| self.yields_runs(stage))
            }
        }
    }

    /// How many lanes lead to an input of a stage.
    pub(crate) fn lanes_of(&self, stage: &Stage, port: usize) -> usize {
        let inputs = &self.graph.nodes[stage.ingest].inputs;
        let lanes = |input: &NodeId| self.lanes[*input];
        if self.is_union(stage.ingest) {
            return inputs.iter().map(lanes).sum();
        }
        inputs.get(port).map_or(1, lanes)
    }

    /// The lanes of a union that come before those of one of its inputs.
    pub(crate) fn lanes_before(&self, union: NodeId, port: usize) -> usize {
        let inputs = &self.graph.nodes[union].inputs;
        inputs.iter().take(port).map(|input| self.lanes[*input]).sum()
    }

    /// Whether a node is a union, whatever its role.
    pub(crate) fn is_union(&self, node: NodeId) -> bool {
        matches!(self.graph.operator(node).class, Class::Union)
    }
}
