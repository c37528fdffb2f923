//! The arena: which operators get it, and when its memory is used again.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::Emitter;
use crate::compiler::closures::takes_arena;
use crate::compiler::graph::NodeId;
use crate::compiler::operators::Class;
use crate::compiler::resolved::{Argument, Function};
use crate::compiler::span::Audience;
use crate::compiler::stages::Role;

/// The name of the arena. Messages of rustc show it if something in the arena is kept too long.
const ARENA: &str = "arena_of_this_page";

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
            Some(Need::Closure) => ("with_arena", self.arena(node)),
            Some(Need::Texts) => ("with_texts", self.arena(node)),
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

    /// The arena of a page or of a stage's results, shown at an operator.
    pub(super) fn arena(&self, node: NodeId) -> Ident {
        self.spans.item(ARENA, self.name_span(node))
    }

    /// The statement that makes the place for the memory of arenas.
    pub(super) fn new_arenas(&self) -> Option<TokenStream> {
        self.first_need()?;
        let at = self.spans.at(self.spans.first());
        let (arenas, ops) = (self.name("arenas"), self.name("ops"));
        Some(quote_spanned!(at=> let #arenas = #ops::Arenas::new();))
    }

    /// The first operator that needs the arena: one whose closure takes it, if there is one.
    fn first_need(&self) -> Option<NodeId> {
        let needs = |need| {
            let mut nodes = 0..self.staged().graph.nodes.len();
            nodes.find(|node| self.role(*node) != Role::Source && self.need(*node) == Some(need))
        };
        needs(Need::Closure).or_else(|| needs(Need::Texts))
    }

    /// The statement that notes how much memory the arena has taken, at the end of a page.
    pub(super) fn keeps_of_arena(&self) -> Option<TokenStream> {
        let node = self.first_need()?;
        let (at, number, arena) = (self.at(node), node as u16, self.arena(node));
        let [keeps, kept] = ["keeps", "kept"].map(|name| self.method(name, node));
        let worker = self.name_at("worker", node);
        Some(quote_spanned!(at=> #worker.#keeps(#number, 0, #arena.#kept())?;))
    }

    /// The statement that opens an arena, which is closed where its scope ends. It is shown at the
    /// first operator that needs the arena.
    pub(super) fn open_arena(&self) -> Option<TokenStream> {
        let node = self.first_need()?;
        let at = self.spans.at(self.name_span(node));
        let (arena, arenas) = (self.arena(node), self.name("arenas"));
        Some(quote_spanned!(at=> #[allow(unused_variables)] let #arena = #arenas.open();))
    }
}
