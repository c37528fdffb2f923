//! The plan: what was compiled, as data for the runtime, which shows it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;

use crate::compiler::graph::{Graph, NodeId};
use crate::compiler::loops::Loops;
use crate::compiler::operators::{Class, Idle};
use crate::compiler::slots::Slot;
use crate::compiler::source;
use crate::compiler::stages::{Role, Stage, Staged};

/// The static `Plan` of a program.
pub(crate) fn tokens(loops: &Loops, krate: &TokenStream) -> TokenStream {
    let (graph, stages) = (&loops.staged.graph, &loops.staged.stages);
    let door = quote!(#krate::__private);
    let operators = (0..graph.nodes.len()).map(|node| operator(loops, node, &door));
    let stages = stages.iter().map(|stage| self::stage(&loops.staged, stage, &door));
    let idle = variant(idle(graph));
    quote! {
        #door::Plan {
            file: ::core::file!(),
            operators: &[#(#operators),*],
            stages: &[#(#stages),*],
            idle: #door::Idle::#idle,
        }
    }
}

/// A plan for editors, which does not change with what is being typed.
pub(crate) fn empty(krate: &TokenStream) -> TokenStream {
    quote! {
        #krate::__private::Plan {
            file: "",
            operators: &[],
            stages: &[],
            idle: #krate::__private::Idle::Everybody,
        }
    }
}

fn operator(loops: &Loops, node: NodeId, door: &TokenStream) -> TokenStream {
    /// The length at which arguments are cut.
    const MOST: usize = 48;
    let of = &loops.staged.graph.nodes[node];
    let name = of.operation.made.by.as_ref().map_or(of.operation.operator.name, |(name, _)| name);
    let arguments = source::arguments(&of.operation, MOST);
    let binding = option(of.binding.as_ref().map(|name| name.unraw().to_string()));
    let role = Ident::new(role(loops, node), Span::call_site());
    let inputs = of.inputs.iter().map(|input| *input as u16);
    let start = of.operation.name.span().start();
    let (line, column) = (start.line as u32, start.column as u32 + 1);
    quote! {
        #door::OperatorInfo {
            name: #name,
            arguments: #arguments,
            binding: #binding,
            role: #door::Role::#role,
            inputs: &[#(#inputs),*],
            line: #line,
            column: #column,
        }
    }
}

/// The variant of the runtime's `Role` for a node.
fn role(loops: &Loops, node: NodeId) -> &'static str {
    let operator = loops.staged.graph.operator(node);
    match loops.staged.roles[node] {
        Role::Source => "Source",
        Role::Fused if loops.takes_pages(node) => "FusedOverPages",
        Role::Fused if matches!(operator.class, Class::TryMap | Class::TryFlatMap) => "Fallible",
        Role::Fused => "Fused",
        Role::Union => "Union",
        Role::Buffer => "Collecting",
        Role::Commuted => "Moved",
        Role::Side => "Second",
        Role::Stage(_) | Role::Absorbed if operator.is_sink() => "Output",
        Role::Stage(_) | Role::Absorbed => "Stage",
    }
}

fn stage(staged: &Staged, stage: &Stage, door: &TokenStream) -> TokenStream {
    let own = || staged.graph.operator(stage.output).stage().map(|stage| stage.work);
    let work = stage.panes.map(|panes| panes.panes().work).or_else(own);
    let work = work.map(variant);
    let (input, output) = (stage.ingest as u16, stage.output as u16);
    let window = option(stage.window.map(|window| window as u16));
    let slot = option(staged.is_stateful(stage).then(|| slot(staged.slot(stage), door)));
    quote! {
        #door::StageInfo {
            work: #door::Work::#work,
            input: #input,
            output: #output,
            window: #window,
            slot: #slot,
        }
    }
}

/// The slot of a stage with state.
fn slot(slot: Slot, door: &TokenStream) -> TokenStream {
    let Slot { name, numbered, named_at, combiner } = slot;
    let (named_at, combiner) = (option(named_at.map(|node| node as u16)), option(combiner));
    quote! {
        #door::SlotInfo {
            name: #name,
            combiner: #combiner,
            numbered: #numbered,
            named_at: #named_at,
        }
    }
}

/// The variant of the runtime's enum of the same name and the same variants.
fn variant(of: impl std::fmt::Debug) -> Ident {
    Ident::new(&format!("{of:?}"), Span::call_site())
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

/// Who is needed in a batch without records. If the first worker's result for an empty batch goes
/// to a further stage, that stage may have to send it to other workers.
pub(crate) fn idle(graph: &Graph) -> Idle {
    let mut all = Idle::Nobody;
    // For each node, whether it may produce records even then. Inputs come before their node.
    let mut yields = Vec::new();
    for node in &graph.nodes {
        let from_input = node.inputs.iter().any(|&input| yields[input]);
        let own = match node.operation.operator.class {
            Class::Union | Class::Stage(_) if from_input => Idle::Everybody,
            Class::Stage(stage) | Class::Sink(stage) => stage.idle,
            _ => Idle::Nobody,
        };
        yields.push(from_input || own != Idle::Nobody);
        all = all.max(own);
    }
    all
}
