//! The end of a batch: each stage meets the other workers and hands its
//! records on.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::Emitter;
use super::arguments::Place;
use crate::compiler::loops::Loop;
use crate::compiler::operators::{Aggregate, Hook, Kind};
use crate::compiler::resolved::Argument;
use crate::compiler::stages::{Stage, StageId};

impl Emitter<'_> {
    /// The statements of all stages, in order.
    pub(super) fn stages(&self) -> TokenStream {
        let stages = self.staged().stages.iter().enumerate();
        let with_unions = |(id, stage)| {
            let (unions, stage) = (self.unions_before(id), self.stage(id, stage));
            quote!(#unions #stage)
        };
        stages.map(with_unions).collect()
    }

    fn stage(&self, id: StageId, stage: &Stage) -> TokenStream {
        let (worker, batch) = (self.name("worker"), self.name("batch"));
        let object = self.stage_name(id, 0);
        let arguments = self.finish_arguments(id, stage);
        let records = self.records_loop(id, stage);
        let sides = self.sides_loop(id, stage);
        let at = self.at(stage.ingest);
        let finish = self.method("finish", stage.ingest);
        let finish = quote_spanned!(at=> #object.#finish(#worker, &#batch #arguments));
        let keeps: TokenStream = (0..self.ports(stage)).map(|port| self.keeps(id, port)).collect();
        let statements = if self.is_sink(stage) {
            let (begin, end) = (
                self.method("begin_output", stage.output),
                self.method("end_output", stage.output),
            );
            let (number, written) = (stage.output as u16, self.name_at("written", stage.output));
            quote_spanned! {at=>
                #keeps
                #worker.#begin(#number, &#batch);
                let #written = #finish;
                #worker.#end(#written)?;
                #keeps
            }
        } else {
            let has_loop = !records.is_empty() || !sides.is_empty();
            let arena = self.open_arena().filter(|_| has_loop);
            if let Some(arena) = arena {
                quote_spanned!(at=> #keeps #finish?; #keeps { #arena #records #sides })
            } else {
                quote_spanned!(at=> #keeps #finish?; #keeps #records #sides)
            }
        };
        self.paced(self.staged().pace_before(stage.ingest), statements)
    }

    /// Whether a stage is an output, of which listeners are told.
    fn is_sink(&self, stage: &Stage) -> bool {
        self.staged().graph.operator(stage.output).is_sink()
    }

    fn records_loop(&self, id: StageId, stage: &Stage) -> TokenStream {
        if let (Some(records), true) = (&self.loops.stages[id], self.staged().yields_runs(stage)) {
            return self.paced(stage.window, self.loop_over_runs(id, stage, records));
        }
        let source = self.records(id, stage);
        let Some(records) = &self.loops.stages[id] else {
            // An operator that keeps state runs whether or not its results are used.
            if !self.gives_records_to_user(stage.output) {
                return TokenStream::new();
            }
            let (at, ops) = (self.at(stage.output), self.ops(stage.output));
            return quote_spanned!(at=> #ops::exhaust(#source););
        };
        self.paced(stage.window, self.loop_over(stage, records, &source))
    }

    /// The loop over a stage's second stream.
    fn sides_loop(&self, id: StageId, stage: &Stage) -> TokenStream {
        let Some(records) = &self.loops.sides[id] else { return TokenStream::new() };
        let (at, object) = (self.at(stage.output), self.stage_name(id, 0));
        let snapshots = self.method("snapshots", stage.output);
        self.loop_over(stage, records, &quote_spanned!(at=> #object.#snapshots()))
    }

    fn loop_over(&self, stage: &Stage, records: &Loop, source: &TokenStream) -> TokenStream {
        let at = self.at(stage.output);
        let ops = self.ops(stage.output);
        let window = quote_spanned!(at=> #ops::page::none());
        let (worker, place) =
            (self.name_at("worker", stage.output), self.method("place", stage.output));
        let (open, flush) = self.feeds(records, &window, &quote_spanned!(at=> #worker.#place()));
        let record = self.record_name(stage.output);
        let body = self.selected(stage, self.body(&records.body));
        quote_spanned!(at=> #open for #record in #source { #body } #flush)
    }

    /// The loop over a stage's records, where they come in runs.
    fn loop_over_runs(&self, id: StageId, stage: &Stage, records: &Loop) -> TokenStream {
        let (at, ops) = (self.at(stage.output), self.ops(stage.output));
        let (object, run) = (self.stage_name(id, 0), self.name_at("run", stage.output));
        let [runs, place] = ["runs", "place"].map(|name| self.method(name, stage.output));
        let window = quote_spanned!(at=> #ops::page::none());
        let (open, flush) = self.feeds(records, &window, &quote_spanned!(at=> #run.#place()));
        let record = self.record_name(stage.output);
        let body = self.selected(stage, self.body(&records.body));
        quote_spanned! {at=>
            for #run in #object.#runs() { #open for #record in #run { #body } #flush }
        }
    }

    /// The body of a loop, for the records only that a `filter` argument
    /// selects.
    fn selected(&self, stage: &Stage, body: TokenStream) -> TokenStream {
        let operation = &self.staged().graph.nodes[stage.output].operation;
        let mut params = operation.operator.params.iter();
        let Some(index) = params.position(|param| param.kind == Kind::Predicate) else {
            return body;
        };
        let Argument::Function(predicate) = &operation.args[index] else { return body };
        let predicate = self.function(stage.output, index, predicate);
        let (at, ops) = (self.at(stage.output), self.ops(stage.output));
        let (record, number) = (self.record_name(stage.output), stage.output as u16);
        quote_spanned!(at=> if #ops::Stream::new(#number).filter(&#record, #predicate) { #body })
    }

    /// The expression that yields a stage's records.
    fn records(&self, id: StageId, stage: &Stage) -> TokenStream {
        let object = self.stage_name(id, 0);
        let at = self.at(stage.output);
        let records = self.method("records", stage.output);
        if matches!(stage.panes, Some(Aggregate::Keyed | Aggregate::Reduce)) {
            let combiner = self.stage_combiner(stage, Place::End);
            return quote_spanned!(at=> #object.#records(#combiner));
        }
        let arguments = self.hook_arguments(stage.output, Hook::Records);
        if arguments.is_empty() {
            return quote_spanned!(at=> #object.#records());
        }
        let operation = &self.staged().graph.nodes[stage.output].operation;
        let op = self.receiver(stage.output);
        let (method, generics) = (&operation.name, &operation.generics);
        quote_spanned!(at=> #op.#method #generics (#object.batch(), #(#arguments),*))
    }

    /// Statements that run only in the batches in which a window emits.
    fn paced(&self, window: Option<usize>, statements: TokenStream) -> TokenStream {
        match window {
            Some(window) => {
                let (at, emits) = (self.at(window), self.emits_name(window));
                quote_spanned!(at=> if #emits { #statements })
            }
            None => statements,
        }
    }

    /// Statements that save the state of each stage that keeps any.
    pub(super) fn saves(&self) -> TokenStream {
        let worker = self.name("worker");
        let stages = self.staged().stages.iter().enumerate();
        stages
            .filter(|(_, stage)| self.staged().is_stateful(stage))
            .map(|(id, stage)| {
                let at = self.at(stage.output);
                let object: Ident = self.stage_name(id, 0);
                let save = self.method("save", stage.output);
                quote_spanned!(at=> #object.#save(#worker);)
            })
            .collect()
    }
}
