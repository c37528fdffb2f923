//! The end of a batch: each stage meets the other workers and hands its
//! records on.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Emitter;
use crate::operators::{Class, Hook};
use crate::resolved::Argument;
use crate::stages::{Kind, Stage, StageId};

impl Emitter<'_> {
    /// The statements of all stages, in order.
    pub(super) fn stages(&self) -> TokenStream {
        let stages = self.staged().stages.iter().enumerate();
        stages.map(|(id, stage)| self.stage(id, stage)).collect()
    }

    fn stage(&self, id: StageId, stage: &Stage) -> TokenStream {
        let (worker, batch) = (self.name("w"), self.name("batch"));
        let object = self.stage_name(id, 0);
        let arguments = self.finish_arguments(id, stage);
        let records = self.records_loop(id, stage);
        let finish = quote!(#object.finish(#worker, &#batch #arguments));
        let statements = if self.is_sink(stage) {
            let (number, written) = (stage.output as u16, self.name("written"));
            quote! {
                #worker.begin_output(#number, &#batch);
                let #written = #finish;
                #worker.end_output(#written)?;
            }
        } else {
            quote!(#finish?; #records)
        };
        self.paced(self.staged().pace_before(stage.ingest), statements)
    }

    /// Whether a stage is an output, of which listeners are told.
    fn is_sink(&self, stage: &Stage) -> bool {
        matches!(self.staged().graph.nodes[stage.output].operation.operator.class, Class::Sink)
    }

    fn records_loop(&self, id: StageId, stage: &Stage) -> TokenStream {
        let Some(records) = &self.loops.stages[id] else { return TokenStream::new() };
        let krate = self.krate;
        let window = quote!(#krate::__private::PageWindow::none());
        let (open, flush) = self.feeds(records, &window);
        let record = self.name_at("x", stage.output);
        let source = self.records(id, stage);
        let body = self.body(&records.body);
        self.paced(stage.window, quote!(#open for #record in #source { #body } #flush))
    }

    /// The expression that yields a stage's records.
    fn records(&self, id: StageId, stage: &Stage) -> TokenStream {
        let object = self.stage_name(id, 0);
        if stage.kind == Kind::KeyedWindow {
            let combiner = self.stage_combiner(stage);
            return quote!(#object.records(#combiner));
        }
        let arguments = self.hook_arguments(stage.output, Hook::Records);
        if arguments.is_empty() {
            return quote!(#object.records());
        }
        let operation = &self.staged().graph.nodes[stage.output].operation;
        let (op, method, generics) = (self.op(stage.output), &operation.name, &operation.generics);
        quote!(#op.#method #generics (#object.batch(), #(#arguments),*))
    }

    /// Statements that run only in the batches in which a window emits.
    fn paced(&self, window: Option<usize>, statements: TokenStream) -> TokenStream {
        match window {
            Some(window) => {
                let emits = self.emits_name(window);
                quote!(if #emits { #statements })
            }
            None => statements,
        }
    }

    /// Statements that save the state of each stage that keeps any.
    pub(super) fn saves(&self) -> TokenStream {
        let worker = self.name("w");
        let stages = self.staged().stages.iter().enumerate();
        stages
            .filter(|(_, stage)| self.is_stateful(stage))
            .map(|(id, _)| {
                let object: Ident = self.stage_name(id, 0);
                quote!(#object.save(#worker);)
            })
            .collect()
    }

    /// The stable name under which a stage's state is saved: the one the user
    /// gave, or the `let` name and the operator, or the operator and which of
    /// its kind it is.
    pub(super) fn slot(&self, stage: &Stage) -> String {
        let graph = &self.staged().graph;
        let node = &graph.nodes[stage.output];
        let given = node.operation.args.iter().find_map(|argument| match argument {
            Argument::Slot(slot) => Some(slot.value()),
            _ => None,
        });
        given.unwrap_or_else(|| {
            let operator = graph.name(stage.output);
            let chain = node.chain.as_ref().map(ToString::to_string);
            let earlier = graph.nodes[..stage.output].iter().filter(|other| {
                other.operation.operator.name == operator
                    && other.chain.as_ref().map(ToString::to_string) == chain
            });
            let ordinal = earlier.count() + 1;
            match chain {
                Some(name) if ordinal == 1 => format!("{name}.{operator}"),
                Some(name) => format!("{name}.{operator}#{ordinal}"),
                None => format!("{operator}#{ordinal}"),
            }
        })
    }
}
