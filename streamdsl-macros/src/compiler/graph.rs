//! The resolved chains as one directed graph of operators.
//!
//! Chains disappear here: a bound stream that is used twice becomes a node
//! with two consumers. Nodes stand in program order, and every input of a node
//! comes before it.

use proc_macro2::Ident;

use crate::compiler::operators::{Class, Form, Operator};
use crate::compiler::resolved::{Argument, DurationArg, Made, Operation, Resolved, ResolvedHead};

/// The position of a node in [`Graph::nodes`]; also the operator's number at
/// run time, in plans and in errors.
pub(crate) type NodeId = usize;

/// One operator of the program.
pub(crate) struct Node {
    pub(crate) operation: Operation,
    /// Where its records come from: none for a source, several for `union` and
    /// the joins.
    pub(crate) inputs: Vec<NodeId>,
    /// The name that `let` gave to the stream this operator produces.
    pub(crate) binding: Option<Ident>,
    /// The name of the `let` whose chain it stands in, for stable slot names.
    pub(crate) chain: Option<Ident>,
}

/// The whole program.
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) batch_interval: Option<DurationArg>,
}

/// The operators that stand for an operator which is two in one. The user's
/// token stays with the one that is given the records.
fn expand(operation: Operation) -> Vec<Operation> {
    let Class::TwoInOne(two) = operation.operator.class else { return vec![operation] };
    let part = |(index, operator): (usize, &'static Operator)| Operation {
        operator,
        name: if index == two.called {
            operation.name.clone()
        } else {
            Ident::new(operator.name, operation.name.span())
        },
        generics: None,
        args: if operator.params.is_empty() { Vec::new() } else { operation.args.clone() },
        pipe: operation.pipe,
        made: Made::default(),
    };
    two.parts.into_iter().enumerate().map(part).collect()
}

impl Graph {
    /// Builds the graph of a program that [`crate::compiler::resolve`] accepted.
    pub(crate) fn new(program: Resolved) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut chain_end: Vec<NodeId> = Vec::new();
        for chain in program.chains {
            let mut input = None;
            let mut operations = Vec::new();
            match chain.head {
                ResolvedHead::Source(source) => operations.push(source),
                ResolvedHead::Chain(index) => input = Some(chain_end[index]),
                ResolvedHead::Unknown => {}
            }
            operations.extend(chain.operations);
            for operation in operations.into_iter().flat_map(expand) {
                let mut inputs: Vec<NodeId> = input.into_iter().collect();
                for argument in &operation.args {
                    if let Argument::Streams(streams) = argument {
                        inputs.extend(streams.iter().map(|(index, _)| chain_end[*index]));
                    }
                }
                input = Some(nodes.len());
                nodes.push(Node { operation, inputs, binding: None, chain: chain.binding.clone() });
            }
            let end = input.unwrap_or_default();
            chain_end.push(end);
            if let (Some(name), Some(node)) = (chain.binding, nodes.get_mut(end)) {
                node.binding.get_or_insert(name);
            }
        }
        Self { nodes, batch_interval: program.batch_interval }
    }

    /// The consumers of a node's records, each with the number of the input
    /// that they arrive at.
    pub(crate) fn consumers(&self, node: NodeId) -> Vec<(NodeId, usize)> {
        let mut consumers = Vec::new();
        for (id, candidate) in self.nodes.iter().enumerate() {
            for (port, input) in candidate.inputs.iter().enumerate() {
                if *input == node {
                    consumers.push((id, port));
                }
            }
        }
        consumers
    }

    /// Whether a node works record by record, without memory.
    pub(crate) fn is_stateless(&self, node: NodeId) -> bool {
        matches!(
            self.nodes[node].operation.operator.class,
            Class::Map | Class::Filter | Class::FlatMap { .. }
        )
    }

    /// The row of a node's operator.
    pub(crate) fn operator(&self, node: NodeId) -> &'static Operator {
        self.nodes[node].operation.operator
    }

    /// How windows go together with a node.
    pub(crate) fn form(&self, node: NodeId) -> Form {
        self.operator(node).form()
    }
}
