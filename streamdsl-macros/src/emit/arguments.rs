//! The arguments of operators, as they appear in the generated calls.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::Emitter;
use crate::ast::CombineOp;
use crate::graph::NodeId;
use crate::operators::Hook;
use crate::resolved::{Argument, Combiner, Function};
use crate::stages::{Kind, Stage, StageId};

impl Emitter<'_> {
    /// The arguments of a node's operator that belong into a call.
    pub(super) fn hook_arguments(&self, node: NodeId, hook: Hook) -> Vec<TokenStream> {
        let operation = &self.staged().graph.nodes[node].operation;
        let params = operation.operator.params.iter().zip(&operation.args).enumerate();
        params
            .filter(|(_, (param, _))| param.at.contains(&hook))
            .filter_map(|(index, (_, argument))| match argument {
                Argument::Function(function) => Some(self.function(node, index, function)),
                Argument::Combiner(combiner) => Some(self.combiner(node, index, combiner)),
                _ => None,
            })
            .collect()
    }

    /// A function argument. A closure is written into the loop, where its
    /// parameter types are known; a path is borrowed, so that a captured
    /// closure is not moved; any other expression was computed once before.
    pub(super) fn function(&self, node: NodeId, index: usize, function: &Function) -> TokenStream {
        match function {
            Function::Closure(closure) => quote!(#closure),
            Function::Path(path) => {
                let at = self.spans.at(path.span());
                quote_spanned!(at=> &#path)
            }
            Function::Other(_) => {
                let (at, name) = (self.at(node), self.name_at(&format!("g{node}_{index}"), node));
                quote_spanned!(at=> &#name)
            }
        }
    }

    fn combiner(&self, node: NodeId, index: usize, combiner: &Combiner) -> TokenStream {
        match combiner {
            Combiner::Function(function) => self.function(node, index, function),
            Combiner::Operator(operator, span) => self.operator(*operator, *span),
        }
    }

    /// The closure that an operator as a combiner stands for.
    fn operator(&self, operator: CombineOp, location: Span) -> TokenStream {
        let at = self.spans.at(location);
        let [combine, a, b] = ["combine", "a", "b"].map(|name| self.spans.local(name, location));
        let function = self.spans.item(function_of(operator), location);
        quote_spanned!(at=> |#a, #b| #combine::operator::#function((#a, #b)))
    }

    /// The combining function of a stage; `count_by_value` adds.
    pub(super) fn stage_combiner(&self, stage: &Stage) -> TokenStream {
        let found = stage.combiner.and_then(|node| {
            let args = &self.staged().graph.nodes[node].operation.args;
            args.iter().enumerate().find_map(|(index, argument)| match argument {
                Argument::Combiner(combiner) => Some(self.combiner(node, index, combiner)),
                _ => None,
            })
        });
        found.unwrap_or_else(|| self.operator(CombineOp::Add, self.name_span(stage.ingest)))
    }

    /// How a keyed window takes leaving panes back out.
    fn inverse(&self, stage: &Stage) -> TokenStream {
        let at = self.at(stage.output);
        let ops = self.ops(stage.output);
        let operation = &self.staged().graph.nodes[stage.output].operation;
        for (index, argument) in operation.args.iter().enumerate() {
            if let Argument::Function(function) = argument {
                let inverse = self.function(stage.output, index, function);
                return quote_spanned!(at=> #ops::Inverse::by(#inverse));
            }
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
        match stage.kind {
            Kind::KeyedWindow if self.staged().graph.name(stage.ingest) == "count_by_value" => {
                Vec::new()
            }
            Kind::KeyedWindow => vec![self.stage_combiner(stage)],
            Kind::CountWindow => Vec::new(),
            Kind::Plain => self.hook_arguments(stage.ingest, Hook::Record),
        }
    }

    pub(super) fn flush_arguments(&self, stage: StageId) -> TokenStream {
        let stage = &self.staged().stages[stage];
        let is_table = stage.kind == Kind::KeyedWindow
            || matches!(self.staged().graph.name(stage.ingest), "reduce_by_key" | "count_by_value");
        if is_table { self.stage_combiner(stage) } else { TokenStream::new() }
    }

    /// The arguments of the call that ends a batch in a stage, after the
    /// worker and the batch.
    pub(super) fn finish_arguments(&self, id: StageId, stage: &Stage) -> TokenStream {
        let mut arguments: Vec<TokenStream> = (1..self.ports(stage))
            .map(|port| {
                let (at, other) = (self.at(stage.ingest), self.stage_name(id, port));
                quote_spanned!(at=> &mut #other)
            })
            .collect();
        match stage.kind {
            Kind::KeyedWindow => {
                arguments.push(self.stage_combiner(stage));
                arguments.push(self.inverse(stage));
            }
            Kind::CountWindow => {}
            Kind::Plain if stage.combiner.is_some() => arguments.push(self.stage_combiner(stage)),
            Kind::Plain => arguments.extend(self.hook_arguments(stage.ingest, Hook::Finish)),
        }
        quote!(#(, #arguments)*)
    }
}

/// The function that an operator used as a combiner stands for.
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
