//! What happens to one record: the fused operators of a loop body.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Emitter;
use crate::graph::NodeId;
use crate::loops::{Body, Consumer, class};
use crate::operators::{Class, Hook};
use crate::stages::{Kind, StageId};

impl Emitter<'_> {
    /// The statements for the uses of a record; all but the last use a copy.
    pub(super) fn body(&self, body: &Body) -> TokenStream {
        match body.as_slice() {
            [] => TokenStream::new(),
            [only] => self.consumer(only),
            [copies @ .., last] => {
                let record = self.name("x");
                let copies = copies.iter().map(|consumer| {
                    let statements = self.consumer(consumer);
                    quote!({ let #record = ::core::clone::Clone::clone(&#record); #statements })
                });
                let last = self.consumer(last);
                quote!(#(#copies)* { #last })
            }
        }
    }

    fn consumer(&self, consumer: &Consumer) -> TokenStream {
        match consumer {
            Consumer::Fused { node, body } => self.fused(*node, body),
            Consumer::Union { node, body } => self.union(*node, body),
            Consumer::Ingest { stage, port } => self.ingest(*stage, *port),
        }
    }

    fn fused(&self, node: NodeId, body: &Body) -> TokenStream {
        let operation = &self.staged().graph.nodes[node].operation;
        let (op, record) = (self.op(node), self.record_name(node));
        let (method, generics) = (&operation.name, &operation.generics);
        let arguments = self.hook_arguments(node, Hook::Record);
        let body = self.body(body);
        match class(self.staged(), node) {
            Class::Filter => {
                quote!(if #op.#method #generics (&#record, #(#arguments),*) { #body })
            }
            Class::FlatMap => {
                quote!(for #record in #op.#method #generics (#record, #(#arguments),*) { #body })
            }
            _ => quote! {
                let #record = #op.#method #generics (#record, #(#arguments),*);
                #body
            },
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
        quote!(#op.#method #generics (&#chunk, #(#arguments),*, |#record| { #body });)
    }

    fn union(&self, node: NodeId, body: &Body) -> TokenStream {
        let (op, record) = (self.op(node), self.record_name(node));
        let method = &self.staged().graph.nodes[node].operation.name;
        let union = self.name_at(&format!("union{node}"), node);
        let body = self.body(body);
        quote! {
            let #record = #op.#method(&#union, #record);
            #body
        }
    }

    fn ingest(&self, id: StageId, port: usize) -> TokenStream {
        let krate = self.krate;
        let stage = &self.staged().stages[id];
        let node = stage.ingest;
        let operation = &self.staged().graph.nodes[node].operation;
        let (op, record) = (self.op(node), self.record_name(node));
        let (method, generics) = (&operation.name, &operation.generics);
        let feed = self.feed_name(id, port);
        let arguments = self.record_arguments(stage);
        if stage.kind == Kind::KeyedWindow && stage.window == Some(node) && *method == "window" {
            let number = node as u16;
            return quote! {
                #krate::ops::Stream::new(#number)
                    .reduce_by_key(&mut #feed, #record, #(#arguments),*);
            };
        }
        if self.gives_records_to_user(node) {
            return quote!(#feed.store(#record););
        }
        if port > 0 {
            let other = self.name_at_method(&format!("{method}_other"), node);
            return quote!(#op.#other(&mut #feed, #record););
        }
        quote!(#op.#method #generics (&mut #feed, #record, #(#arguments),*);)
    }

    /// Whether an operator's own call comes later, with the whole batch.
    pub(super) fn gives_records_to_user(&self, node: NodeId) -> bool {
        !self.hook_arguments(node, Hook::Records).is_empty()
    }

    /// The name of a method that only generated code calls.
    fn name_at_method(&self, name: &str, node: NodeId) -> Ident {
        Ident::new(name, self.staged().graph.nodes[node].operation.pipe)
    }
}
