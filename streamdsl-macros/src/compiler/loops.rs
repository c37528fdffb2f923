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
    /// The record goes into a stage, at one of its inputs and in one of the lanes that lead there.
    Ingest { stage: StageId, port: usize, lane: usize },
    /// The record is collected for the loop of a union.
    Collect { union: NodeId },
}

/// A loop over the records of a source or of a stage.
#[derive(Debug)]
pub(crate) struct Loop {
    pub(crate) body: Body,
    /// The stage inputs that the body feeds, each once.
    pub(crate) feeds: Vec<Feed>,
    /// The unions that the body collects records for.
    pub(crate) collects: Vec<NodeId>,
    /// A `flat_map` by a named function that directly consumes the pages of a
    /// source: it is handed whole pages, so that a tokenising function need
    /// not look for lines first.
    pub(crate) whole_page: bool,
}

/// A stage input that a loop feeds.
#[derive(Debug)]
pub(crate) struct Feed {
    pub(crate) stage: StageId,
    pub(crate) port: usize,
    /// The lanes in which the loop feeds it.
    pub(crate) lanes: Vec<usize>,
}

/// The loop over the records that a union has collected.
pub(crate) struct UnionLoop {
    pub(crate) union: NodeId,
    pub(crate) records: Loop,
    /// Whether loops over pages of sources feed the union.
    pub(crate) in_pages: bool,
    /// The stage before which what other stages yield is read, if they feed the union.
    pub(crate) before: Option<StageId>,
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
    /// The loop of each union that collects records, in program order.
    pub(crate) unions: Vec<UnionLoop>,
}

impl Loops {
    /// Builds the loop of every source and stage.
    pub(crate) fn new(staged: Staged) -> Self {
        let sources: Vec<(NodeId, Loop)> = (0..staged.graph.nodes.len())
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
        let mut loops = Self { staged, sources, stages: records, sides, unions: Vec::new() };
        loops.add_unions();
        loops
    }

    /// Builds the loops of unions, and finds out where they are fed.
    fn add_unions(&mut self) {
        for union in 0..self.staged.graph.nodes.len() {
            if self.staged.roles[union] != Role::Buffer {
                continue;
            }
            let feeds = |of: &Loop| of.collects.contains(&union);
            let stages = self.stages.iter().chain(&self.sides).flatten();
            let earlier = |is_fed: fn(&UnionLoop) -> bool| {
                self.unions.iter().any(|other| is_fed(other) && feeds(&other.records))
            };
            let in_pages = self.sources.iter().any(|(_, source)| feeds(source))
                || earlier(|other| other.in_pages);
            let by_stages =
                stages.into_iter().any(feeds) || earlier(|other| other.before.is_some());
            let next = self.staged.stages.iter().position(|stage| stage.output > union);
            let records = new_loop(body(&self.staged, union), false);
            let before = next.filter(|_| by_stages);
            self.unions.push(UnionLoop { union, records, in_pages, before });
        }
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
    let mut new = Loop { body: Vec::new(), feeds: Vec::new(), collects: Vec::new(), whole_page };
    find_targets(&body, &mut new);
    Loop { body, ..new }
}

/// Notes where the records of a loop go.
fn find_targets(body: &Body, of: &mut Loop) {
    for consumer in body {
        match consumer {
            Consumer::Fused { body, .. } | Consumer::Union { body, .. } => find_targets(body, of),
            Consumer::Try { body, failures, .. } => {
                find_targets(body, of);
                find_targets(failures, of);
            }
            Consumer::Ingest { stage, port, lane } => add_feed(&mut of.feeds, *stage, *port, *lane),
            Consumer::Collect { union } => {
                if !of.collects.contains(union) {
                    of.collects.push(*union);
                }
            }
        }
    }
}

fn add_feed(feeds: &mut Vec<Feed>, stage: StageId, port: usize, lane: usize) {
    match feeds.iter_mut().find(|feed| (feed.stage, feed.port) == (stage, port)) {
        Some(feed) if feed.lanes.contains(&lane) => {}
        Some(feed) => feed.lanes.push(lane),
        None => feeds.push(Feed { stage, port, lanes: vec![lane] }),
    }
}

/// The uses of what `node` yields.
fn body(staged: &Staged, node: NodeId) -> Body {
    uses(staged, node, 0)
}

/// The uses of what `node` yields, where its records come in this one of its lanes.
fn uses(staged: &Staged, node: NodeId, lane: usize) -> Body {
    let use_of = |(consumer, port): (NodeId, usize)| match staged.roles[consumer] {
        Role::Fused => Some(fused(staged, consumer, lane)),
        Role::Union => {
            let lane = staged.lanes_before(consumer, port) + lane;
            Some(Consumer::Union { node: consumer, body: uses(staged, consumer, lane) })
        }
        Role::Buffer => {
            let body = vec![Consumer::Collect { union: consumer }];
            Some(Consumer::Union { node: consumer, body })
        }
        Role::Stage(stage) if staged.is_union(consumer) => {
            let lane = staged.lanes_before(consumer, port) + lane;
            let body = vec![Consumer::Ingest { stage, port: 0, lane }];
            Some(Consumer::Union { node: consumer, body })
        }
        Role::Stage(stage) => Some(Consumer::Ingest { stage, port, lane }),
        Role::Source | Role::Commuted | Role::Absorbed | Role::Side => None,
    };
    staged.consumers(node).into_iter().filter_map(use_of).collect()
}

fn fused(staged: &Staged, node: NodeId, lane: usize) -> Consumer {
    let body = uses(staged, node, lane);
    match class(staged, node) {
        Class::TryMap | Class::TryFlatMap => {
            Consumer::Try { node, body, failures: side_uses(staged, node, lane) }
        }
        _ => Consumer::Fused { node, body },
    }
}

/// The uses of the second stream of a stage.
fn side_body(staged: &Staged, node: NodeId) -> Body {
    side_uses(staged, node, 0)
}

/// The uses of the second stream of `node`.
fn side_uses(staged: &Staged, node: NodeId, lane: usize) -> Body {
    let consumers = staged.consumers(node).into_iter().map(|(consumer, _)| consumer);
    consumers
        .filter(|consumer| staged.roles[*consumer] == Role::Side)
        .map(|node| Consumer::Fused { node, body: uses(staged, node, lane) })
        .collect()
}

/// Whether an operator yields records one by one or at most one.
pub(crate) fn class(staged: &Staged, node: NodeId) -> Class {
    staged.graph.nodes[node].operation.operator.class
}
