//! The plan: what was compiled, as text and as a Mermaid graph.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::compiler::graph::{Graph, NodeId};
use crate::compiler::loops::{Body, Consumer, Loop, Loops};
use crate::compiler::operators::{Class, Idle, Work};
use crate::compiler::source;
use crate::compiler::stages::{Role, Stage, Staged};

/// The static `Plan` of a program.
pub(crate) fn tokens(loops: &Loops, krate: &TokenStream) -> TokenStream {
    let graph = &loops.staged.graph;
    let operators = graph.nodes.iter().map(|node| {
        let name = node.operation.operator.name;
        let start = node.operation.name.span().start();
        let (line, column) = (start.line as u32, start.column as u32 + 1);
        quote!(#krate::__private::OperatorInfo { name: #name, line: #line, column: #column })
    });
    let text = text(loops);
    let mermaid = mermaid(&loops.staged);
    let idle = match idle(graph) {
        Idle::Nobody => quote!(Nobody),
        Idle::Leader => quote!(Leader),
        Idle::Everybody => quote!(Everybody),
    };
    quote! {
        #krate::__private::Plan {
            file: ::core::file!(),
            operators: &[#(#operators),*],
            text: #text,
            mermaid: #mermaid,
            idle: #krate::__private::Idle::#idle,
        }
    }
}

/// Who is needed in a batch without records. Where what the first worker makes of nothing goes to a
/// further stage, that one may have to bring it to others.
pub(crate) fn idle(graph: &Graph) -> Idle {
    let mut all = Idle::Nobody;
    // Whether records may come out of a node even then; a node stands behind its inputs.
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

/// A plan for editors, which does not change with what is being typed.
pub(crate) fn empty(krate: &TokenStream) -> TokenStream {
    quote! {
        #krate::__private::Plan {
            file: "",
            operators: &[],
            text: "",
            mermaid: "",
            idle: #krate::__private::Idle::Everybody,
        }
    }
}

/// One line per loop and per stage.
pub(crate) fn text(loops: &Loops) -> String {
    let staged = &loops.staged;
    let mut text = String::new();
    for (node, source) in &loops.sources {
        let unit = if source.whole_page { "page" } else { "record" };
        let _ = writeln!(text, "source   {}", label(staged, *node));
        write_loop(&mut text, staged, source, unit);
    }
    for (id, stage) in staged.stages.iter().enumerate() {
        let _ = writeln!(text, "stage {id}  {}", stage_label(staged, stage));
        let _ = writeln!(text, "         {}", how(staged, stage));
        if let Some(records) = &loops.stages[id] {
            write_loop(&mut text, staged, records, "record");
        }
        if let Some(records) = &loops.sides[id] {
            write_loop(&mut text, staged, records, "key");
        }
    }
    text
}

fn write_loop(text: &mut String, staged: &Staged, of: &Loop, unit: &str) {
    for path in paths(staged, &of.body) {
        let _ = writeln!(text, "         per {unit}, fused: {path}");
    }
}

/// Each way that a record takes through a loop, to the stage it ends in.
fn paths(staged: &Staged, body: &Body) -> Vec<String> {
    let mut paths = Vec::new();
    for consumer in body {
        match consumer {
            Consumer::Fused { node, body }
            | Consumer::Union { node, body }
            | Consumer::Try { node, body, .. } => {
                let name = label(staged, *node);
                let failures = match consumer {
                    Consumer::Try { failures, .. } => self::paths(staged, failures),
                    _ => Vec::new(),
                };
                let rest = self::paths(staged, body);
                paths.extend(rest.iter().chain(&failures).map(|rest| format!("{name} {rest}")));
            }
            Consumer::Ingest { stage, port: 0 } => paths.push(format!("-> stage {stage}")),
            Consumer::Ingest { stage, port } => {
                paths.push(format!("-> stage {stage} (input {})", port + 1));
            }
        }
    }
    paths
}

/// What a stage does at the end of a batch.
fn how(staged: &Staged, stage: &Stage) -> &'static str {
    let own = || staged.graph.operator(stage.output).stage().map(|stage| stage.work);
    stage.panes.map(|panes| panes.panes().work).or_else(own).map_or("", Work::sentence)
}

fn stage_label(staged: &Staged, stage: &Stage) -> String {
    let mut operators: Vec<NodeId> = vec![stage.ingest, stage.output];
    operators.extend(stage.window);
    operators.sort_unstable();
    operators.dedup();
    let labels: Vec<String> = operators.iter().map(|node| label(staged, *node)).collect();
    labels.join(" + ")
}

/// An operator as the user wrote it, shortened to one line.
fn label(staged: &Staged, node: NodeId) -> String {
    const MOST: usize = 48;
    source::call(&staged.graph.nodes[node].operation, MOST)
}

/// The graph of operators; what is fused into one stage shares a box.
pub(crate) fn mermaid(staged: &Staged) -> String {
    let mut text = String::from("flowchart LR\n");
    for node in 0..staged.graph.nodes.len() {
        let (open, close) = match staged.roles[node] {
            Role::Source => ("([", "])"),
            Role::Stage(_) | Role::Absorbed => ("[[", "]]"),
            Role::Fused | Role::Union | Role::Commuted | Role::Side => ("[", "]"),
        };
        let label = escape(&label(staged, node));
        let _ = writeln!(text, "    op{node}{open}\"{label}\"{close}");
    }
    for (id, stage) in staged.stages.iter().enumerate() {
        if stage.ingest != stage.output {
            let _ = writeln!(
                text,
                "    subgraph stage{id} [stage {id}]\n        op{}\n        op{}\n    end",
                stage.ingest, stage.output
            );
        }
    }
    for (id, node) in staged.graph.nodes.iter().enumerate() {
        for input in &node.inputs {
            let _ = writeln!(text, "    op{input} --> op{id}");
        }
    }
    text
}

/// Text inside the quotes of a Mermaid label, where some characters mean something: `<` and `>`
/// would be markup of a web page.
fn escape(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
