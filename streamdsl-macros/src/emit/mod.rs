//! Writes the generated code: the only pass that quotes tokens.
//!
//! The expansion is one expression of type `Pipeline`. What the user wrote as
//! plain values (sources, durations, sinks) is evaluated where the macro
//! stands; everything else lives in one closure that each worker runs once:
//!
//! ```text
//! { let mut __program = Program::new(&PLAN);
//!   let __src0 = __program.source(0, __op0.socket("localhost", 9999));
//!   __program.build(move |__w| {
//!       let mut __s0 = ReduceByKey::new(__w, __op2)?;          // stages
//!       while let Some(__batch) = __w.next_batch()? {
//!           while let Some(__chunk) = __batch.next_chunk() {   // loops over pages
//!               .. fused operators; records go into the feeds of stages ..
//!           }
//!           __s0.finish(__w, &__batch, add)?;                  // the exchange
//!           for __x in __s0.records() { .. }                   // loops over records
//!           __w.end_batch(__batch)?;
//!       }
//!       Ok(()) }) }
//! ```
//!
//! Every type in it is inferred from the user's functions.

mod arguments;
mod record;
mod setup;
mod stage;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::graph::NodeId;
use crate::loops::Loops;
use crate::operators::Class;
use crate::plan;
use crate::resolved::Resolved;
use crate::span;
use crate::stages::{Kind, Role, Stage, StageId, Staged};

/// Writes a program.
///
/// `krate` is the path of the runtime crate, `anchor` the first token of the
/// program, at which every generated name is resolved.
pub(crate) fn program(loops: &Loops, krate: &TokenStream, anchor: Span) -> TokenStream {
    Emitter { loops, krate, anchor }.program()
}

/// Writes what can be made of a program with mistakes: an expression of the
/// right type, so that nothing else is reported, and for editors the name of
/// every operator, so that they can complete it and show its documentation.
pub(crate) fn partial(program: &Resolved, krate: &TokenStream) -> TokenStream {
    let known = program.chains.iter().flat_map(|chain| &chain.operations);
    let unknown = program.unknown.iter().map(|call| &call.name);
    let names = known.map(|operation| &operation.name).chain(unknown);
    quote! {
        #[cfg(rust_analyzer)]
        { #(#krate::ops::Stream::new(0).#names();)* }
        #krate::__private::not_compiled()
    }
}

struct Emitter<'a> {
    loops: &'a Loops,
    krate: &'a TokenStream,
    anchor: Span,
}

impl Emitter<'_> {
    fn program(&self) -> TokenStream {
        let krate = self.krate;
        let program = self.name("program");
        let plan = self.name("PLAN");
        let (worker, batch) = (self.name("w"), self.name("batch"));
        let plan_value = plan::tokens(self.loops, krate);
        let setup = self.setup();
        let declarations = self.declarations();
        let emits = self.emits();
        let pages = self.page_loop();
        let stages = self.stages();
        let saves = self.saves();
        quote! {{
            static #plan: #krate::__private::Plan = #plan_value;
            let mut #program = #krate::__private::Program::new(&#plan);
            #setup
            #program.build(move |#worker: &mut #krate::__private::Worker| -> #krate::Result<()> {
                #declarations
                while let ::core::option::Option::Some(#batch) = #worker.next_batch()? {
                    #emits
                    #pages
                    #stages
                    #worker.end_batch(#batch)?;
                }
                #saves
                #worker.end_job()
            })
        }}
    }

    fn staged(&self) -> &Staged {
        &self.loops.staged
    }

    /// A generated name that belongs to the program as a whole.
    fn name(&self, base: &str) -> Ident {
        span::local(base, self.anchor, self.anchor)
    }

    /// A generated name that belongs to an operator: errors about it are shown
    /// at the operator's `|>`.
    fn name_at(&self, base: &str, node: NodeId) -> Ident {
        let pipe = self.staged().graph.nodes[node].operation.pipe;
        span::local(base, pipe, self.anchor)
    }

    fn op(&self, node: NodeId) -> Ident {
        self.name_at(&format!("op{node}"), node)
    }

    fn window(&self, node: NodeId) -> Ident {
        self.name_at(&format!("win{node}"), node)
    }

    fn emits_name(&self, window: NodeId) -> Ident {
        self.name_at(&format!("emits{window}"), window)
    }

    fn stage_name(&self, stage: StageId, port: usize) -> Ident {
        self.name_at(&format!("s{stage}_{port}"), self.staged().stages[stage].ingest)
    }

    fn feed_name(&self, stage: StageId, port: usize) -> Ident {
        self.name_at(&format!("f{stage}_{port}"), self.staged().stages[stage].ingest)
    }

    /// The variable that holds the record on its way through a loop, as an
    /// argument of `node`.
    fn record_name(&self, node: NodeId) -> Ident {
        self.name_at("x", node)
    }

    /// How many inputs a stage has.
    fn ports(&self, stage: &Stage) -> usize {
        self.staged().graph.nodes[stage.ingest].inputs.len()
    }

    fn is_stateful(&self, stage: &Stage) -> bool {
        stage.kind != Kind::Plain
            || matches!(
                self.staged().graph.nodes[stage.output].operation.operator.class,
                Class::Stage(class) if class.stateful || class.windowed
            )
    }

    /// The type of the value that stands for an operator inside the worker.
    fn op_type(&self, node: NodeId) -> TokenStream {
        let krate = self.krate;
        let staged = self.staged();
        let whole_page = self.loops.sources.iter().any(|(_, source)| {
            source.whole_page
                && matches!(source.body.as_slice(),
                    [crate::loops::Consumer::Fused { node: first, .. }] if *first == node)
        });
        if whole_page {
            return quote!(#krate::ops::PageStream);
        }
        let over = staged
            .stages
            .iter()
            .find(|stage| stage.window == Some(node) && stage.kind != Kind::Plain);
        match over {
            Some(stage) if staged.graph.name(node) == "window" => match stage.kind {
                Kind::CountWindow => quote!(#krate::ops::CountStream),
                _ => quote!(#krate::ops::TableStream),
            },
            _ => quote!(#krate::ops::Stream),
        }
    }

    /// For each window, whether the batch at hand is one it emits in.
    fn emits(&self) -> TokenStream {
        let (worker, batch) = (self.name("w"), self.name("batch"));
        let windows = self.windows();
        let statements = windows.iter().map(|node| {
            let (emits, window) = (self.emits_name(*node), self.window(*node));
            quote!(let #emits = #worker.emits(#window, &#batch);)
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
        let batch = self.name("batch");
        let (raw, chunk) = (self.name("raw"), self.name("chunk"));
        let arms = self.loops.sources.iter().enumerate().map(|(index, (node, source))| {
            let index = index as u16;
            let source_name = self.name_at(&format!("src{node}"), *node);
            let body = self.page_body(&chunk, source, *node);
            quote! {
                #index => {
                    let #chunk = #source_name.open(#raw)?;
                    #body
                }
            }
        });
        quote! {
            while let ::core::option::Option::Some(#raw) = #batch.next_chunk()? {
                match #raw.source() {
                    #(#arms)*
                    _ => {}
                }
            }
        }
    }

    fn page_body(&self, chunk: &Ident, source: &crate::loops::Loop, node: NodeId) -> TokenStream {
        let chunk_at = span::local("chunk", chunk.span(), self.anchor);
        let krate = self.krate;
        let window = quote!(#krate::chunk::Chunk::window(&#chunk_at));
        let (open, flush) = self.feeds(source, &window);
        let records = if source.whole_page {
            self.whole_page(chunk, &source.body)
        } else {
            let record = self.record_name(node);
            let body = self.body(&source.body);
            quote!(for #record in #krate::chunk::Chunk::records(&#chunk) { #body })
        };
        quote!(#open #records #flush)
    }

    /// Statements that open the feeds of a loop, and that flush them.
    fn feeds(&self, of: &crate::loops::Loop, window: &TokenStream) -> (TokenStream, TokenStream) {
        let mut open = TokenStream::new();
        let mut flush = TokenStream::new();
        for (stage, port) in &of.feeds {
            let feed = self.feed_name(*stage, *port);
            let object = self.stage_name(*stage, *port);
            open.extend(quote!(let mut #feed = #object.feed(#window);));
            if let Some(combiner) = self.flush_combiner(&self.staged().stages[*stage]) {
                flush.extend(quote!(#feed.flush(#combiner);));
            }
        }
        (open, flush)
    }

    fn role(&self, node: NodeId) -> Role {
        self.staged().roles[node]
    }
}
