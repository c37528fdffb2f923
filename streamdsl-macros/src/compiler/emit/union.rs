//! Unions that collect records: the loops over what they have collected.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::Emitter;
use super::names::Part;
use crate::compiler::graph::NodeId;
use crate::compiler::loops::UnionLoop;
use crate::compiler::stages::StageId;

impl Emitter<'_> {
    /// The statements after each page: they read what unions have collected of it.
    pub(super) fn unions_in_pages(&self) -> TokenStream {
        let unions = self.loops.unions.iter().filter(|union| union.in_pages);
        unions.map(|union| self.union_loop(union)).collect()
    }

    /// The statements before a stage: they read what unions have collected of earlier stages.
    pub(super) fn unions_before(&self, stage: StageId) -> TokenStream {
        let unions = self.loops.unions.iter().filter(|union| union.before == Some(stage));
        unions.map(|union| self.union_loop(union)).collect()
    }

    fn union_loop(&self, union: &UnionLoop) -> TokenStream {
        let UnionLoop { union: node, records, .. } = union;
        let (at, ops, worker) = (self.at(*node), self.ops(*node), self.name_at("worker", *node));
        let (buffer, record) = (self.part(*node, Part::Buffer), self.record_name(*node));
        let [is_empty, all, clear, place] =
            ["is_empty", "records", "clear", "place"].map(|name| self.method(name, *node));
        let window = quote_spanned!(at=> #ops::page::none());
        let (open, flush) = self.feeds(records, &window, &quote_spanned!(at=> #worker.#place()));
        let body = self.body(&records.body);
        let arena = self.open_arena();
        let [keeps, kept] = ["keeps", "kept"].map(|name| self.method(name, *node));
        let number = *node as u16;
        quote_spanned! {at=>
            if !#buffer.#is_empty() {
                #arena
                #worker.#keeps(#number, 0, #buffer.#kept())?;
                #open
                for #record in #buffer.#all() { #body }
                #flush
                #buffer.#clear();
            }
        }
    }

    /// The statement that puts a record into the buffer of a union.
    pub(super) fn collect(&self, union: NodeId) -> TokenStream {
        let (at, record) = (self.at(union), self.record_name(union));
        let (buffer, push) = (self.part(union, Part::Buffer), self.method("push", union));
        quote_spanned!(at=> #buffer.#push(#record);)
    }
}
