//! The arguments of operators, as they appear in the generated calls.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse_quote_spanned;

use super::Emitter;
use super::names::Part;
use crate::compiler::ast::CombineOp;
use crate::compiler::closures::leaves_error_open;
use crate::compiler::graph::NodeId;
use crate::compiler::operators::{Aggregate, Hook, Implied, Kind};
use crate::compiler::resolved::{Argument, Combiner, Function};
use crate::compiler::span;
use crate::compiler::stages::{Stage, StageId};

/// Where a combiner is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a loop over records, or at its end.
    Loop,
    /// At the end of a batch.
    End,
}

impl Emitter<'_> {
    /// The arguments of a node's operator that belong into a call.
    pub(super) fn hook_arguments(&self, node: NodeId, hook: Hook) -> Vec<TokenStream> {
        let operation = &self.staged().graph.nodes[node].operation;
        let params = operation.operator.params.iter().zip(&operation.args).enumerate();
        params
            .filter(|(_, (param, _))| param.at.contains(&hook))
            .filter_map(|(index, (param, argument))| match argument {
                Argument::Function(function) => Some(self.function(node, index, function)),
                Argument::Combiner(combiner) => {
                    let place = if hook == Hook::Record { Place::Loop } else { Place::End };
                    Some(self.combiner(node, index, combiner, place))
                }
                // All constants of an operator are handed over as one.
                _ if param.kind == Kind::Constant => {
                    (self.first_constant(node) == Some(index)).then(|| self.constants_name(node))
                }
                // Without a function, the record itself is compared.
                _ if hook == Hook::Records && param.kind == Kind::Function => {
                    let (at, ops) = (self.at(node), self.ops(node));
                    Some(quote_spanned!(at=> #ops::itself))
                }
                _ => None,
            })
            .collect()
    }

    /// The position of an operator's first constant that goes into its calls.
    pub(super) fn first_constant(&self, node: NodeId) -> Option<usize> {
        let params = self.staged().graph.nodes[node].operation.operator.params;
        params.iter().position(|param| param.kind == Kind::Constant)
    }

    fn constants_name(&self, node: NodeId) -> TokenStream {
        let (at, name) = (self.at(node), self.part(node, Part::Constants));
        quote_spanned!(at=> &#name)
    }

    /// A function argument. A closure is written into the loop, where its
    /// parameter types are known; a path is borrowed, so that a captured
    /// closure is not moved; any other expression was computed once before.
    pub(super) fn function(&self, node: NodeId, index: usize, function: &Function) -> TokenStream {
        let param = &self.staged().graph.nodes[node].operation.operator.params[index];
        match function {
            Function::Closure(closure) if param.is_action && leaves_error_open(closure) => {
                let (at, ops) = (self.at(node), self.ops(node));
                let mut closure = closure.clone();
                closure.output = parse_quote_spanned!(at=> -> #ops::ActionResult);
                let body = &closure.body;
                closure.body = parse_quote_spanned!(at=> { #body });
                quote!(#closure)
            }
            Function::Closure(closure) => quote!(#closure),
            Function::Verbatim(tokens) => tokens.clone(),
            // A named function is one of the values and the state.
            Function::Path(path) if param.kind == Kind::StateFunction => {
                let (first, last) = span::ends(&path.to_token_stream());
                let [new, state] = ["new", "state"].map(|name| self.spans.local(name, first));
                let at = self.spans.at(last);
                quote_spanned!(at=> |#new, #state, _, _| #path(#new, #state))
            }
            Function::Path(path) => {
                let (first, last) = span::ends(&path.to_token_stream());
                let (ops, at) = (self.spans.local("ops", first), self.spans.at(last));
                quote_spanned!(at=> #ops::by(&#path))
            }
            Function::Other(_) if param.kind == Kind::StateFunction => {
                let name = self.part(node, Part::Function(index));
                let [new, state] = ["new", "state"].map(|name| self.name_at(name, node));
                let at = self.at(node);
                quote_spanned!(at=> |#new, #state, _, _| #name(#new, #state))
            }
            Function::Other(_) => {
                let (at, ops) = (self.at(node), self.ops(node));
                let name = self.part(node, Part::Function(index));
                quote_spanned!(at=> #ops::by(&#name))
            }
        }
    }

    fn combiner(
        &self,
        node: NodeId,
        index: usize,
        combiner: &Combiner,
        place: Place,
    ) -> TokenStream {
        match combiner {
            Combiner::Function(function) => self.function(node, index, function),
            Combiner::Operator(operator, span) => self.operator(node, *operator, *span, place),
        }
    }

    /// The closure that is emitted for an operator such as `+`. In a loop over records, an overflow
    /// is noted for the node, and the stage asks for it afterwards.
    fn operator(
        &self,
        node: NodeId,
        operator: CombineOp,
        location: Span,
        place: Place,
    ) -> TokenStream {
        let at = self.spans.at(location);
        let [combine, a, b] = ["combine", "a", "b"].map(|name| self.spans.local(name, location));
        let function = function_of(operator);
        if place == Place::Loop && matches!(operator, CombineOp::Add | CombineOp::Mul) {
            let function = self.spans.item(&format!("{function}_in_loop"), location);
            let number = node as u16;
            return quote_spanned! {at=>
                |#a, #b| #combine::operator::#function(#number, (#a, #b))
            };
        }
        let function = self.spans.item(function, location);
        quote_spanned!(at=> |#a, #b| #combine::operator::#function((#a, #b)))
    }

    /// The combining function of a stage: its argument, or the one that its operator implies.
    pub(super) fn stage_combiner(&self, stage: &Stage, place: Place) -> TokenStream {
        let found = stage.combiner.and_then(|node| {
            let args = &self.staged().graph.nodes[node].operation.args;
            args.iter().enumerate().find_map(|(index, argument)| match argument {
                Argument::Combiner(combiner) => Some(self.combiner(node, index, combiner, place)),
                _ => None,
            })
        });
        found.unwrap_or_else(|| match self.implied(stage.ingest) {
            Some(Implied::First) => {
                let (at, combine) = (self.at(stage.ingest), self.name_at("combine", stage.ingest));
                quote_spanned!(at=> #combine::first)
            }
            Some(Implied::Add) | None => {
                let node = stage.ingest;
                self.operator(node, CombineOp::Add, self.name_span(node), place)
            }
        })
    }

    /// How an operator combines records that is not told how.
    fn implied(&self, node: NodeId) -> Option<Implied> {
        self.staged().graph.operator(node).stage()?.combiner
    }

    /// How a keyed window takes leaving panes back out.
    fn inverse(&self, stage: &Stage) -> TokenStream {
        let at = self.at(stage.output);
        let ops = self.ops(stage.output);
        let operation = &self.staged().graph.nodes[stage.output].operation;
        let mut params = operation.operator.params.iter();
        let inverse = params.position(|param| param.kind == Kind::Inverse);
        if let Some(index) = inverse
            && let Argument::Function(function) = &operation.args[index]
        {
            let inverse = self.function(stage.output, index, function);
            return quote_spanned!(at=> #ops::Inverse::by(#inverse));
        }
        match self.staged().combiner(stage) {
            None | Some(Combiner::Operator(CombineOp::Add, _)) => {
                quote_spanned!(at=> #ops::Inverse::of_add())
            }
            _ => quote_spanned!(at=> #ops::Inverse::none()),
        }
    }

    /// The arguments of the call that takes a record into a stage.
    pub(super) fn record_arguments(&self, stage: &Stage) -> Vec<TokenStream> {
        match stage.panes {
            Some(Aggregate::Keyed) if self.implied(stage.ingest).is_some() => Vec::new(),
            Some(Aggregate::Keyed | Aggregate::Reduce) => {
                vec![self.stage_combiner(stage, Place::Loop)]
            }
            Some(Aggregate::Count) => Vec::new(),
            None => self.hook_arguments(stage.ingest, Hook::Record),
        }
    }

    /// The combiner of a stage whose feed holds records back until its loop
    /// ends: those with a table.
    pub(super) fn flush_combiner(&self, stage: &Stage) -> Option<TokenStream> {
        let own = self.staged().graph.operator(stage.ingest).stage();
        let holds_back = stage.panes == Some(Aggregate::Keyed)
            || own.is_some_and(|operator| operator.holds_back);
        holds_back.then(|| self.stage_combiner(stage, Place::Loop))
    }

    /// The arguments of the call that ends a batch in a stage, after the
    /// worker and the batch.
    pub(super) fn finish_arguments(&self, id: StageId, stage: &Stage) -> TokenStream {
        let mut arguments: Vec<TokenStream> = (1..self.ports(stage))
            .map(|port| {
                let (at, other) = (self.at(stage.ingest), self.stage_name(id, port));
                let input = self.method("input", stage.ingest);
                quote_spanned!(at=> #other.#input())
            })
            .collect();
        match stage.panes {
            Some(Aggregate::Keyed | Aggregate::Reduce) => {
                arguments.push(self.stage_combiner(stage, Place::End));
                arguments.push(self.inverse(stage));
            }
            Some(Aggregate::Count) => {}
            None if stage.combiner.is_some() => {
                arguments.push(self.stage_combiner(stage, Place::End));
            }
            None => arguments.extend(self.hook_arguments(stage.ingest, Hook::Finish)),
        }
        quote!(#(, #arguments)*)
    }
}

/// The runtime's function for an operator such as `+`.
fn function_of(operator: CombineOp) -> &'static str {
    match operator {
        CombineOp::Add => "add",
        CombineOp::Mul => "mul",
        CombineOp::BitAnd => "bit_and",
        CombineOp::BitOr => "bit_or",
        CombineOp::BitXor => "bit_xor",
        CombineOp::And => "and",
        CombineOp::Or => "or",
        CombineOp::Max => "max",
        CombineOp::Min => "min",
    }
}
