//! The body of a loop: the fused operators that one record passes.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::Emitter;
use super::names::Part;
use crate::compiler::ast::CombineOp;
use crate::compiler::graph::NodeId;
use crate::compiler::loops::{Body, Consumer, class};
use crate::compiler::operators::{Aggregate, Class, Form, Hook, Kind};
use crate::compiler::resolved::Combiner;
use crate::compiler::span::Audience;
use crate::compiler::stages::{Stage, StageId};

impl Emitter<'_> {
    /// The statements for the uses of a record; all but the last use a copy.
    pub(super) fn body(&self, body: &Body) -> TokenStream {
        match body.as_slice() {
            [] => TokenStream::new(),
            [only] => self.consumer(only),
            [copies @ .., last] => {
                let copies = copies.iter().map(|consumer| {
                    let node = self.node(consumer);
                    let (at, record) = (self.at(node), self.record_name(node));
                    let ops = self.ops(node);
                    let statements = self.consumer(consumer);
                    quote_spanned!(at=> { let #record = #ops::copy(&#record); #statements })
                });
                let last = self.consumer(last);
                quote!(#(#copies)* { #last })
            }
        }
    }

    /// The operator that takes the record.
    fn node(&self, consumer: &Consumer) -> NodeId {
        match consumer {
            Consumer::Fused { node, .. }
            | Consumer::Union { node, .. }
            | Consumer::Try { node, .. } => *node,
            Consumer::Ingest { stage, .. } => self.staged().stages[*stage].ingest,
            Consumer::Collect { union } => *union,
        }
    }

    fn consumer(&self, consumer: &Consumer) -> TokenStream {
        match consumer {
            Consumer::Fused { node, body } => self.fused(*node, body),
            Consumer::Try { node, body, failures } => self.attempt(*node, body, failures),
            Consumer::Union { node, body } => self.union(*node, body),
            Consumer::Ingest { stage, port, lane } => self.ingest(*stage, *port, *lane),
            Consumer::Collect { union } => self.collect(*union),
        }
    }

    fn fused(&self, node: NodeId, body: &Body) -> TokenStream {
        let operation = &self.staged().graph.nodes[node].operation;
        let (op, record) = (self.receiver(node), self.record_name(node));
        let (method, generics) = (&operation.name, &operation.generics);
        let arguments = self.hook_arguments(node, Hook::Record);
        let body = self.body(body);
        let at = self.at(node);
        match class(self.staged(), node) {
            Class::Filter => {
                quote_spanned!(at=> if #op.#method #generics (&#record, #(#arguments),*) { #body })
            }
            Class::FlatMap { .. } => {
                quote_spanned!(at=> for #record in #op.#method #generics (#record, #(#arguments),*) { #body })
            }
            // A pattern, because rustc follows plain `let`s back to where a record of the wrong type
            // came from, and tells of what it meets on the way: the types of this compiler. With a
            // type, because rustc asks for one where there is none, and not at the user's function.
            _ => quote_spanned! {at=>
                let (#record,): (_,) = (#op.#method #generics (#record, #(#arguments),*),);
                #body
            },
        }
    }

    /// An operator that may fail: what it yields goes one way, a failure the
    /// other.
    fn attempt(&self, node: NodeId, body: &Body, failures: &Body) -> TokenStream {
        let operation = &self.staged().graph.nodes[node].operation;
        let (op, record) = (self.receiver(node), self.record_name(node));
        let (method, generics) = (&operation.name, &operation.generics);
        let arguments = self.hook_arguments(node, Hook::Record);
        let (body, failures) = (self.body(body), self.body(failures));
        let at = self.at(node);
        let body = match class(self.staged(), node) {
            Class::TryFlatMap => quote_spanned!(at=> for #record in #record { #body }),
            _ => body,
        };
        quote_spanned! {at=>
            match #op.#method #generics (#record, #(#arguments),*) {
                ::core::result::Result::Ok(#record) => { #body }
                ::core::result::Result::Err(#record) => { #failures }
            }
        }
    }

    /// A `flat_map` by a named function over whole pages.
    pub(super) fn whole_page(&self, chunk: &Ident, body: &Body) -> TokenStream {
        let [Consumer::Fused { node, body }] = body.as_slice() else { return TokenStream::new() };
        let operation = &self.staged().graph.nodes[*node].operation;
        let (op, record) = (self.op(*node), self.record_name(*node));
        let (method, generics) = (&operation.name, &operation.generics);
        let arguments = self.hook_arguments(*node, Hook::Record);
        let body = self.body(body);
        let at = self.at(*node);
        let arena = self.arena(*node);
        quote_spanned! {at=>
            #op.#method #generics (&#chunk, &#arena, #(#arguments),*, |#record| { #body });
        }
    }

    fn union(&self, node: NodeId, body: &Body) -> TokenStream {
        let (op, record) = (self.op(node), self.record_name(node));
        let method = &self.staged().graph.nodes[node].operation.name;
        let union = self.part(node, Part::Streams);
        let body = self.body(body);
        let at = self.at(node);
        quote_spanned! {at=>
            let #record: _ = #op.#method(&#union, #record);
            #body
        }
    }

    /// The lane of a feed, if there are several: a call behind the feed.
    fn lane(&self, id: StageId, port: usize, lane: usize) -> Option<TokenStream> {
        let stage = &self.staged().stages[id];
        if !self.staged().is_in_order(stage) || self.staged().lanes_of(stage, port) == 1 {
            return None;
        }
        let (at, in_lane) = (self.at(stage.ingest), self.method("lane", stage.ingest));
        Some(quote_spanned!(at=> .#in_lane(#lane)))
    }

    fn ingest(&self, id: StageId, port: usize, lane: usize) -> TokenStream {
        let stage = &self.staged().stages[id];
        let node = stage.ingest;
        let at = self.at(node);
        let operation = &self.staged().graph.nodes[node].operation;
        let (op, record) = (self.op(node), self.record_name(node));
        let (method, generics) = (&operation.name, &operation.generics);
        let (feed, lane) = (self.feed_name(id, port), self.lane(id, port, lane));
        let feed_argument = if lane.is_some() {
            quote_spanned!(at=> #feed #lane)
        } else {
            quote_spanned!(at=> &mut #feed)
        };
        let arguments = self.record_arguments(stage);
        if let (Some(aggregate), Form::Window) = (stage.panes, self.staged().graph.form(node)) {
            let number = node as u16;
            let (ops, combine) = (self.ops(node), self.method(aggregate.panes().record, node));
            return quote_spanned! {at=>
                #ops::Stream::new(#number).#combine(#feed_argument, #record, #(#arguments),*);
            };
        }
        if self.gives_records_to_user(node) || self.staged().is_union(node) {
            let store = self.method("store", node);
            return quote_spanned!(at=> #feed #lane .#store(#record););
        }
        if port > 0 {
            let other = self.method("other", node);
            return quote_spanned!(at=> #op.#other(#feed_argument, #record););
        }
        if self.sums_by_key(stage) {
            let sum = self.method("sum_by_key", node);
            return quote_spanned!(at=> #op.#sum(#feed_argument, #record, #(#arguments),*););
        }
        quote_spanned!(at=> #op.#method #generics (#feed_argument, #record, #(#arguments),*);)
    }

    /// Whether a stage adds values by key because the program says `+`, so that the runtime can tell
    /// whether it counts. An editor is shown the operator as its users know it.
    fn sums_by_key(&self, stage: &Stage) -> bool {
        let operator = self.staged().graph.operator(stage.ingest);
        let takes_combiner = operator
            .params
            .iter()
            .any(|param| param.kind == Kind::Combiner && param.at.contains(&Hook::Record));
        takes_combiner
            && self.spans.audience() == Audience::Compiler
            && operator.form() == Form::Aggregate(Aggregate::Keyed)
            && matches!(self.staged().combiner(stage), Some(Combiner::Operator(CombineOp::Add, _)))
    }

    /// Whether an operator's own call comes later, with the whole batch.
    pub(super) fn gives_records_to_user(&self, node: NodeId) -> bool {
        !self.hook_arguments(node, Hook::Records).is_empty()
    }
}
