//! The arena of a worker: which operators get it, and when it is used again.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::Emitter;
use crate::compiler::closures::takes_arena;
use crate::compiler::graph::NodeId;
use crate::compiler::operators::Class;
use crate::compiler::resolved::{Argument, Function};
use crate::compiler::span::Audience;
use crate::compiler::stages::Role;

/// What an operator needs the arena for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Its closure takes the arena.
    Closure,
    /// Its function may take borrowed text of records that own it.
    Texts,
}

impl Emitter<'_> {
    /// The value whose method an operator is, with the arena if it needs that.
    pub(super) fn receiver(&self, node: NodeId) -> TokenStream {
        let (at, op) = (self.at(node), self.op(node));
        let (with, arena) = match self.need(node) {
            None => return quote_spanned!(at=> #op),
            Some(Need::Closure) => ("with_arena", self.name_at("arena", node)),
            Some(Need::Texts) => ("with_texts", self.name_at("arena", node)),
        };
        let with = self.method(with, node);
        quote_spanned!(at=> #op.#with(&#arena))
    }

    /// What an operator needs the arena for, if for anything.
    fn need(&self, node: NodeId) -> Option<Need> {
        let operation = &self.staged().graph.nodes[node].operation;
        let is_flat_map = matches!(operation.operator.class, Class::FlatMap { .. });
        let mut arguments = operation.operator.params.iter().zip(&operation.args);
        arguments.find_map(|(param, argument)| match argument {
            Argument::Function(Function::Closure(closure))
                if param.gets_arena && takes_arena(closure) =>
            {
                Some(Need::Closure)
            }
            Argument::Function(Function::Path(_) | Function::Other(_))
                if is_flat_map && self.spans.audience() == Audience::Compiler =>
            {
                Some(Need::Texts)
            }
            _ => None,
        })
    }

    /// Whether any operator of the program needs the arena.
    fn has_arena(&self) -> bool {
        let needs = |node| self.role(node) != Role::Source && self.need(node).is_some();
        (0..self.staged().graph.nodes.len()).any(needs)
    }

    /// The statement that makes the arena.
    pub(super) fn new_arena(&self) -> Option<TokenStream> {
        let at = self.spans.at(self.spans.first());
        let (arena, ops) = (self.name("arena"), self.name("ops"));
        self.has_arena().then(|| quote_spanned!(at=> let mut #arena = #ops::Arena::new();))
    }

    /// The statement after which the memory of the arena is used again.
    pub(super) fn reset_arena(&self) -> Option<TokenStream> {
        let (at, arena) = (self.spans.at(self.spans.first()), self.name("arena"));
        self.has_arena().then(|| quote_spanned!(at=> #arena.reset();))
    }
}
