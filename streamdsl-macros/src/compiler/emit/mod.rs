//! Writes the generated code: the only pass that quotes tokens.
//!
//! The expansion is one expression of type `Pipeline`. What the user wrote as
//! plain values (sources, durations, sinks) is evaluated where the macro
//! stands; everything else lives in one closure that each worker runs once.
//! For the word count of the front page, without the prefix of all names:
//!
//! ```text
//! { let mut program = Program::new(&PLAN);
//!   let socket_source = program.source(0, Stream::new(0).socket("localhost", 9999));
//!   let window_id = program.window(3, None, 30s, Some(10s));
//!   let body = move |worker: &mut Worker| -> Result<()> {
//!       let mut window_stage = window.window(worker, .., window_id, "window#1")?;  // stages
//!       while let Some(batch) = worker.next_batch()? {
//!           while let Some(page) = batch.next_chunk()? {   // loops over pages
//!               .. fused operators; records go into the feeds of stages ..
//!           }
//!           window_stage.finish(worker, &batch, add, ..)?;           // the exchange
//!           for record in window_stage.records(add) { .. }           // loops over records
//!           if worker.is_checkpoint_due(&batch) { .. }               // state is saved
//!           worker.end_batch(batch)?;
//!       }
//!       .. state is saved; worker.end_job() ..
//!   };
//!   run_on_all_workers(program, body) }
//! ```
//!
//! Every type in it is inferred from the user's functions. `snapshots/` has the whole of it for
//! many programs.

mod arena;
mod arguments;
mod captures;
mod names;
mod record;
mod setup;
mod stage;
mod union;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use names::{Names, Part};

use crate::compiler::graph::NodeId;
use crate::compiler::loops::{Feed, Loops};
use crate::compiler::operators::{Aggregate, Form};
use crate::compiler::plan;
use crate::compiler::span::{Audience, Spans};
use crate::compiler::stages::{Role, Stage, StageId, Staged};

/// Writes a program; `krate` is the path of the runtime crate.
pub(crate) fn program(loops: &Loops, krate: &TokenStream, spans: Spans) -> TokenStream {
    let names = Names::new(&loops.staged.graph);
    Emitter { loops, krate, spans, names }.program()
}

/// Writes what an editor is to see of a program with mistakes: what is right in
/// it, and the names of the other operators, so that it can complete them and
/// show what they are.
///
/// To complete a name, an editor compares this with what it would be if a name
/// stood at the cursor: up to there the two must be the same.
pub(crate) fn partial(
    right: Option<TokenStream>,
    names: &[Option<Ident>],
    krate: &TokenStream,
) -> TokenStream {
    let right = right.into_iter();
    let names = names.iter().map(|name| {
        let call = name.iter().map(|name| quote!(#name()));
        quote!(#krate::__private::ops::Stream::new(0).#(#call)*;)
    });
    quote!(#(let _ = #right;)* #(#names)*)
}

struct Emitter<'a> {
    loops: &'a Loops,
    krate: &'a TokenStream,
    spans: Spans,
    names: Names,
}

impl Emitter<'_> {
    fn program(&self) -> TokenStream {
        let krate = self.krate;
        let at = self.spans.at(self.spans.first());
        let program = self.name("program");
        let ops = self.name("ops");
        let combine = self.name("combine");
        let plan_value = match self.spans.audience() {
            Audience::Compiler => plan::tokens(self.loops, krate),
            Audience::Editor => plan::empty(krate),
        };
        let setup = self.setup();
        let owned_self = self.owned_self();
        let (start, end) = captures::place(&self.staged().graph)
            .unwrap_or((self.spans.first(), self.spans.first()));
        let (body, body_value) = (self.spans.local("body", start), self.body_closure(start, end));
        let build = {
            let (at, ops) = (self.spans.at(end), self.spans.local("ops", start));
            let program = self.spans.local("program", start);
            quote_spanned!(at=> #ops::run_on_all_workers(#program, #ops::captured(#body)))
        };
        // The paths that calls go through are brought into scope under one name each, because a
        // path that starts with `$crate` is never located at a token of the user's.
        quote_spanned! {at=> {
            #[allow(unused_imports)]
            use #krate::__private::{combine as #combine, ops as #ops};
            let mut #program = #krate::__private::Program::new(&#plan_value);
            #setup
            #owned_self
            let #body = #body_value;
            #build
        }}
    }

    /// The closure that each worker runs once.
    ///
    /// It is bound to a name before it is passed on: so rustc infers from its
    /// body what it does with the variables it captures, and where it changes
    /// one of them, says so once, at the change.
    ///
    /// All of it but its statements lies from `start` to `end`.
    fn body_closure(&self, start: Span, end: Span) -> TokenStream {
        let krate = self.krate;
        let at = self.spans.at(self.spans.first());
        let (worker, batch) = (self.name("worker"), self.name("batch"));
        let declarations = self.declarations();
        let arenas = self.new_arenas();
        let emits = self.emits();
        let pages = self.page_loop();
        let stages = self.stages();
        let saves = self.saves();
        let marks = self.marks();
        let statements = quote_spanned! {at=>
            #declarations
            #arenas
            while let ::core::option::Option::Some(#batch) = #worker.next_batch()? {
                #emits
                #pages
                #stages
                if #worker.is_checkpoint_due(&#batch) {
                    #saves
                    #worker.checkpoint()?;
                }
                #worker.end_batch(#batch)?;
            }
            #saves
            #marks
            #worker.end_job()
        };
        let (start, end) = (self.spans.at(start), self.spans.at(end));
        let moves = quote_spanned!(start=> move);
        let worker_type = quote_spanned!(end=> #krate::__private::Worker);
        quote_spanned! {end=>
            #moves |#worker: &mut #worker_type| -> #krate::__private::Result<()> { #statements }
        }
    }

    /// A statement without effect that holds the marks of captured variables.
    fn marks(&self) -> Option<TokenStream> {
        let marks = captures::marks(&self.staged().graph);
        if marks.is_empty() || self.spans.audience() == Audience::Editor {
            return None;
        }
        let (at, count) = (self.spans.at(self.spans.first()), marks.len());
        Some(quote_spanned!(at=> let _: [(); #count] = [#(#marks),*];))
    }

    /// A statement that fails to compile where `self`, which a closure uses, is a reference.
    fn owned_self(&self) -> Option<TokenStream> {
        let name = captures::use_of_self(&self.staged().graph)?;
        if self.spans.audience() == Audience::Editor {
            return None;
        }
        let (at, krate) = (self.spans.at(name.span()), self.krate);
        let ops = self.spans.local("ops", name.span());
        let is_owned = self.spans.item("is_owned", name.span());
        Some(quote_spanned! {at=>
            {
                #[allow(unused_imports)]
                use #krate::__private::ops::IsOwned as _;
                #ops::capture(&#name).#is_owned();
            }
        })
    }

    fn staged(&self) -> &Staged {
        &self.loops.staged
    }

    /// A generated name that belongs to the program as a whole.
    fn name(&self, base: &str) -> Ident {
        self.spans.local(base, self.spans.first())
    }

    /// Where an operator's name was written.
    fn name_span(&self, node: NodeId) -> Span {
        self.staged().graph.nodes[node].operation.name.span()
    }

    /// The span of what is generated for an operator.
    fn at(&self, node: NodeId) -> Span {
        self.spans.at(self.name_span(node))
    }

    /// A generated name that belongs to an operator.
    fn name_at(&self, base: &str, node: NodeId) -> Ident {
        self.spans.local(base, self.name_span(node))
    }

    /// The name of a local that belongs to one operator only.
    fn part(&self, node: NodeId, part: Part) -> Ident {
        let operator = self.staged().graph.operator(node);
        self.name_at(&self.names.of(node, operator, part), node)
    }

    /// The same for a stage, which is named after the operator whose records come out of it, and
    /// shown at the one that takes records in.
    fn stage_part(&self, stage: StageId, part: Part) -> Ident {
        let stage = &self.staged().stages[stage];
        let operator = self.staged().graph.operator(stage.output);
        self.name_at(&self.names.of(stage.output, operator, part), stage.ingest)
    }

    /// The name of a method that a stage's type has besides its operator.
    /// Errors about its bounds are then at the operator's own span, where rustc
    /// drops those that repeat what the operator's own bounds have said.
    fn method(&self, name: &str, node: NodeId) -> Ident {
        self.spans.item(name, self.name_span(node))
    }

    /// The module of the operators, as a name.
    fn ops(&self, node: NodeId) -> Ident {
        self.name_at("ops", node)
    }

    /// The value whose method an operator is, or the number of a source.
    fn op(&self, node: NodeId) -> Ident {
        self.part(node, Part::Operator)
    }

    fn window(&self, node: NodeId) -> Ident {
        self.part(node, Part::Window)
    }

    fn emits_name(&self, window: NodeId) -> Ident {
        self.part(window, Part::Emits)
    }

    fn stage_name(&self, stage: StageId, port: usize) -> Ident {
        self.stage_part(stage, Part::Stage(port))
    }

    fn feed_name(&self, stage: StageId, port: usize) -> Ident {
        self.stage_part(stage, Part::Feed(port))
    }

    /// The variable that holds the record on its way through a loop, as an
    /// argument of `node`.
    fn record_name(&self, node: NodeId) -> Ident {
        self.name_at("record", node)
    }

    /// How many inputs a stage has.
    fn ports(&self, stage: &Stage) -> usize {
        if self.staged().is_union(stage.ingest) {
            return 1;
        }
        self.staged().graph.nodes[stage.ingest].inputs.len()
    }

    /// The type of the value that stands for an operator inside the worker.
    fn op_type(&self, node: NodeId) -> TokenStream {
        let at = self.at(node);
        let ops = self.ops(node);
        if self.spans.audience() == Audience::Compiler && self.loops.takes_pages(node) {
            return quote_spanned!(at=> #ops::PageStream);
        }
        let stream = self.aggregate_over(node).map_or("Stream", |over| over.panes().stream);
        let stream = self.method(stream, node);
        quote_spanned!(at=> #ops::#stream)
    }

    /// The first aggregate that a window became one with. Aggregates of several kinds may share a
    /// window; its operator can stand for one only.
    fn aggregate_over(&self, window: NodeId) -> Option<Aggregate> {
        if self.staged().graph.form(window) != Form::Window {
            return None;
        }
        let mut stages = self.staged().stages.iter();
        stages.find_map(|stage| stage.panes.filter(|_| stage.window == Some(window)))
    }

    /// For each window, whether the batch at hand is one it emits in.
    fn emits(&self) -> TokenStream {
        let (worker, batch) = (self.name("worker"), self.name("batch"));
        let windows = self.windows();
        let statements = windows.iter().map(|node| {
            let at = self.at(*node);
            let (emits, window) = (self.emits_name(*node), self.window(*node));
            quote_spanned!(at=> let #emits = #worker.emits(#window, &#batch);)
        });
        quote!(#(#statements)*)
    }

    /// The operators that hold a window's durations.
    fn windows(&self) -> Vec<NodeId> {
        let mut windows: Vec<NodeId> =
            self.staged().stages.iter().filter_map(|stage| stage.window).collect();
        windows.sort_unstable();
        windows.dedup();
        windows
    }

    /// The loop over the pages of all sources, in the order of their arrival.
    fn page_loop(&self) -> TokenStream {
        let at = self.spans.at(self.spans.first());
        let (batch, raw) = (self.name("batch"), self.name("page"));
        let arms = self.loops.sources.iter().enumerate().map(|(index, (node, source))| {
            let index = index as u16;
            let body = self.page_body(&raw, source, *node);
            quote_spanned!(at=> #index => { #body })
        });
        let unions = self.unions_in_pages();
        let (arena, keeps) = (self.open_arena(), self.keeps_of_arena());
        quote_spanned! {at=>
            while let ::core::option::Option::Some(#raw) = #batch.next_chunk()? {
                #arena
                match #raw.source() {
                    #(#arms)*
                    _ => {}
                }
                #unions
                #keeps
            }
        }
    }

    /// Whether the first operator is handed whole pages. An editor is shown the
    /// operator as its users know it.
    fn takes_pages(&self, source: &crate::compiler::loops::Loop) -> bool {
        source.whole_page && self.spans.audience() == Audience::Compiler
    }

    /// What is done with a page of a source.
    fn page_body(
        &self,
        raw: &Ident,
        source: &crate::compiler::loops::Loop,
        node: NodeId,
    ) -> TokenStream {
        let at = self.at(node);
        let ops = self.ops(node);
        let chunk = self.name_at("chunk", node);
        let (source_name, open_chunk) = (self.op(node), self.method("open", node));
        let window = quote_spanned!(at=> #ops::page::window(&#chunk));
        let place = self.name_at("place", node);
        let noted = self.is_placed(source).then(|| {
            let of_raw = self.method("place", node);
            quote_spanned!(at=> let #place = #raw.#of_raw();)
        });
        let (open, flush) = self.feeds(source, &window, &quote_spanned!(at=> #place));
        let records = if self.takes_pages(source) {
            self.whole_page(&chunk, &source.body)
        } else {
            let record = self.record_name(node);
            let body = self.body(&source.body);
            quote_spanned!(at=> for #record in #ops::page::records(&#chunk) { #body })
        };
        quote_spanned! {at=>
            #noted
            let #chunk: _ = #source_name.#open_chunk(#raw)?;
            #open
            #records
            #flush
        }
    }

    /// Whether a loop feeds a stage that must know the places of its records.
    fn is_placed(&self, of: &crate::compiler::loops::Loop) -> bool {
        of.feeds.iter().any(|feed| self.staged().is_in_order(&self.staged().stages[feed.stage]))
    }

    /// A statement that notes how much memory an input of a stage keeps.
    fn keeps(&self, id: StageId, port: usize) -> TokenStream {
        let stage = &self.staged().stages[id];
        let (at, object) = (self.at(stage.ingest), self.stage_name(id, port));
        let worker = self.name_at("worker", stage.ingest);
        let [keeps, kept] = ["keeps", "kept"].map(|name| self.method(name, stage.ingest));
        let number = stage.output as u16;
        quote_spanned!(at=> #worker.#keeps(#number, #port, #object.#kept())?;)
    }

    /// Statements that tell a stage where the next records stand in the order of the stream.
    fn begin_runs(
        &self,
        id: StageId,
        port: usize,
        lanes: &[usize],
        place: &TokenStream,
    ) -> TokenStream {
        let stage = &self.staged().stages[id];
        if !self.staged().is_in_order(stage) {
            return TokenStream::new();
        }
        let (at, object) = (self.at(stage.ingest), self.stage_name(id, port));
        let begin = self.method("begin_run", stage.ingest);
        if self.staged().lanes_of(stage, port) == 1 {
            return quote_spanned!(at=> #object.#begin(#place););
        }
        let in_lane = self.method("in_lane", stage.ingest);
        let lanes = lanes.iter().map(|lane| *lane as u32);
        quote_spanned!(at=> #(#object.#begin(#place.#in_lane(#lanes));)*)
    }

    /// Statements that open the feeds of a loop, and that flush them. `place` is where the records
    /// of the loop stand.
    fn feeds(
        &self,
        of: &crate::compiler::loops::Loop,
        window: &TokenStream,
        place: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let mut open = TokenStream::new();
        let mut flush = TokenStream::new();
        for Feed { stage, port, lanes } in &of.feeds {
            let node = self.staged().stages[*stage].ingest;
            let at = self.at(node);
            let feed = self.feed_name(*stage, *port);
            let object = self.stage_name(*stage, *port);
            open.extend(self.keeps(*stage, *port));
            open.extend(self.begin_runs(*stage, *port, lanes, place));
            let (opens, flushes) = (self.method("feed", node), self.method("flush", node));
            open.extend(quote_spanned!(at=> let mut #feed = #object.#opens(#window);));
            if let Some(combiner) = self.flush_combiner(&self.staged().stages[*stage]) {
                flush.extend(quote_spanned!(at=> #feed.#flushes(#combiner);));
            }
        }
        (open, flush)
    }

    fn role(&self, node: NodeId) -> Role {
        self.staged().roles[node]
    }
}
