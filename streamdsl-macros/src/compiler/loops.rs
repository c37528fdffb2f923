//! Turns stages into loops: what happens to each record, as a tree.

use crate::compiler::graph::NodeId;
use crate::compiler::operators::Class;
use crate::compiler::resolved::{Argument, Function};
use crate::compiler::stages::{Role, Stage, StageId, Staged};

/// What is done with a record, in order. More than one consumer is a tee.
pub(crate) type Body = Vec<Consumer>;

/// One use of a record.
#[derive(Debug)]
pub(crate) enum Consumer {
    /// A stateless operator and what becomes of what it yields.
    Fused { node: NodeId, body: Body },
    /// A stateless operator that may fail, and what becomes of what it yields
    /// and of its failures.
    Try { node: NodeId, body: Body, failures: Body },
    /// A record of one of several united streams.
    Union { node: NodeId, body: Body },
    /// The record goes into a stage, at one of its inputs.
    Ingest { stage: StageId, port: usize },
}

/// A loop over the records of a source or of a stage.
#[derive(Debug)]
pub(crate) struct Loop {
    pub(crate) body: Body,
    /// The stage inputs that the body feeds, each once.
    pub(crate) feeds: Vec<(StageId, usize)>,
    /// A `flat_map` by a named function that directly consumes the pages of a
    /// source: it is handed whole pages, so that a tokenising function need
    /// not look for lines first.
    pub(crate) whole_page: bool,
}

/// The program as loops.
pub(crate) struct Loops {
    pub(crate) staged: Staged,
    /// The loop over the pages of each source.
    pub(crate) sources: Vec<(NodeId, Loop)>,
    /// The loop over the records of each stage; none for a sink.
    pub(crate) stages: Vec<Option<Loop>>,
    /// The loop over the records of each stage's second stream.
    pub(crate) sides: Vec<Option<Loop>>,
}

impl Loops {
    /// Builds the loop of every source and stage.
    pub(crate) fn new(staged: Staged) -> Self {
        let sources = (0..staged.graph.nodes.len())
            .filter(|node| staged.roles[*node] == Role::Source)
            .map(|node| (node, source_loop(&staged, node)))
            .collect();
        let outputs = |body: fn(&Staged, NodeId) -> Body| {
            let of_stage = |stage: &Stage| {
                let body = body(&staged, stage.output);
                (!body.is_empty()).then(|| new_loop(body, false))
            };
            staged.stages.iter().map(of_stage).collect()
        };
        let (records, sides) = (outputs(body), outputs(side_body));
        Self { staged, sources, stages: records, sides }
    }

    /// Whether a node is handed the whole pages of a source.
    pub(crate) fn takes_pages(&self, node: NodeId) -> bool {
        let mut sources = self.sources.iter().filter(|(_, source)| source.whole_page);
        sources.any(|(_, source)| {
            matches!(source.body.as_slice(), [Consumer::Fused { node: first, .. }] if *first == node)
        })
    }
}

fn source_loop(staged: &Staged, source: NodeId) -> Loop {
    let body = body(staged, source);
    let whole_page = match body.as_slice() {
        [Consumer::Fused { node, .. }] => is_flat_map_by_name(staged, *node),
        _ => false,
    };
    new_loop(body, whole_page)
}

fn is_flat_map_by_name(staged: &Staged, node: NodeId) -> bool {
    let operation = &staged.graph.nodes[node].operation;
    matches!(operation.operator.class, Class::FlatMap { whole_pages: true })
        && matches!(operation.args.as_slice(), [Argument::Function(Function::Path(_))])
}

fn new_loop(body: Body, whole_page: bool) -> Loop {
    let mut feeds = Vec::new();
    collect_feeds(&body, &mut feeds);
    Loop { body, feeds, whole_page }
}

fn collect_feeds(body: &Body, feeds: &mut Vec<(StageId, usize)>) {
    for consumer in body {
        match consumer {
            Consumer::Fused { body, .. } | Consumer::Union { body, .. } => {
                collect_feeds(body, feeds);
            }
            Consumer::Try { body, failures, .. } => {
                collect_feeds(body, feeds);
                collect_feeds(failures, feeds);
            }
            Consumer::Ingest { stage, port } => {
                if !feeds.contains(&(*stage, *port)) {
                    feeds.push((*stage, *port));
                }
            }
        }
    }
}

/// The uses of what `node` yields.
fn body(staged: &Staged, node: NodeId) -> Body {
    staged
        .consumers(node)
        .into_iter()
        .filter_map(|(consumer, port)| match staged.roles[consumer] {
            Role::Fused => Some(fused(staged, consumer)),
            Role::Union => Some(Consumer::Union { node: consumer, body: body(staged, consumer) }),
            Role::Stage(stage) => Some(Consumer::Ingest { stage, port }),
            Role::Source | Role::Commuted | Role::Absorbed | Role::Side => None,
        })
        .collect()
}

fn fused(staged: &Staged, node: NodeId) -> Consumer {
    let body = body(staged, node);
    match class(staged, node) {
        Class::TryMap | Class::TryFlatMap => {
            Consumer::Try { node, body, failures: side_body(staged, node) }
        }
        _ => Consumer::Fused { node, body },
    }
}

/// The uses of the second stream of `node`.
fn side_body(staged: &Staged, node: NodeId) -> Body {
    let consumers = staged.consumers(node).into_iter().map(|(consumer, _)| consumer);
    consumers
        .filter(|consumer| staged.roles[*consumer] == Role::Side)
        .map(|node| Consumer::Fused { node, body: body(staged, node) })
        .collect()
}

/// Whether an operator yields records one by one or at most one.
pub(crate) fn class(staged: &Staged, node: NodeId) -> Class {
    staged.graph.nodes[node].operation.operator.class
}
