//! The names of generated locals, which say what they belong to: `counts_window_stage` is the stage
//! of the operator `window` in the chain that is bound to `counts`.

use std::collections::HashSet;

use syn::ext::IdentExt;

use crate::compiler::graph::{Graph, Node, NodeId};
use crate::compiler::operators::{Class, Operator};

/// What a local is to the operator that it is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The value whose method the operator is; for a source, its number.
    Operator,
    /// Its plain values.
    Arguments,
    /// Its constants.
    Constants,
    /// The streams that a union holds to one type of record.
    Streams,
    /// What a union has collected.
    Buffer,
    /// The number of its window.
    Window,
    /// Whether its window emits in the batch at hand.
    Emits,
    /// The stage, or what stands for its further inputs.
    Stage(usize),
    /// What puts records into one of the inputs of the stage.
    Feed(usize),
    /// A function that is computed once, given for the parameter with this index.
    Function(usize),
}

/// Locals that belong to no operator, or to whichever is at hand.
const COMMON: &[&str] = &[
    "a", "arenas", "b", "batch", "body", "chunk", "combine", "new", "ops", "page", "place",
    "program", "record", "run", "state", "worker", "written",
];

/// The names of the locals of each operator.
pub(super) struct Names {
    bases: Vec<String>,
}

impl Names {
    /// Chooses names, all of them different.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut taken: HashSet<String> = COMMON.iter().copied().map(str::to_owned).collect();
        let mut bases: Vec<String> = Vec::new();
        let mut subjects: Vec<Option<String>> = Vec::new();
        for node in &graph.nodes {
            let inherited = || subjects.get(*node.inputs.first()?).cloned().flatten();
            let bound = node.chain.as_ref().map(|name| name.unraw().to_string());
            let subject = bound.or_else(inherited);
            let wanted = wanted(subject.as_deref(), node.operation.operator);
            let mut base = wanted.clone();
            let mut ordinal = 1;
            while locals(&base, node).iter().any(|name| taken.contains(name)) {
                ordinal += 1;
                base = format!("{wanted}_{ordinal}");
            }
            taken.extend(locals(&base, node));
            bases.push(base);
            subjects.push(subject);
        }
        Self { bases }
    }

    /// The name of a part of an operator.
    pub(super) fn of(&self, node: NodeId, operator: &Operator, part: Part) -> String {
        name(&self.bases[node], operator, part)
    }
}

/// The name after which the locals of an operator are called where no other has it.
fn wanted(subject: Option<&str>, operator: &Operator) -> String {
    match (subject, operator.class) {
        (subject, Class::Source) => format!("{}_source", subject.unwrap_or(operator.name)),
        (Some(subject), _) => format!("{subject}_{}", operator.name),
        (None, _) => operator.name.to_owned(),
    }
}

fn name(base: &str, operator: &Operator, part: Part) -> String {
    match part {
        Part::Operator => base.to_owned(),
        Part::Arguments => format!("{base}_arguments"),
        Part::Constants => format!("{base}_constants"),
        Part::Streams => format!("{base}_streams"),
        Part::Buffer => format!("{base}_buffer"),
        Part::Window => format!("{base}_id"),
        Part::Emits => format!("{base}_emits"),
        Part::Stage(0) => format!("{base}_stage"),
        Part::Stage(input) => format!("{base}_input{}", input + 1),
        Part::Feed(0) => format!("{base}_feed"),
        Part::Feed(input) => format!("{base}_feed{}", input + 1),
        Part::Function(index) => format!("{base}_{}", operator.params[index].name),
    }
}

/// All names that the locals of an operator may have.
fn locals(base: &str, node: &Node) -> Vec<String> {
    let operator = node.operation.operator;
    let single = [
        Part::Operator,
        Part::Arguments,
        Part::Constants,
        Part::Streams,
        Part::Buffer,
        Part::Window,
        Part::Emits,
    ];
    let ports =
        (0..node.inputs.len().max(1)).flat_map(|port| [Part::Stage(port), Part::Feed(port)]);
    let functions = (0..operator.params.len()).map(Part::Function);
    single
        .into_iter()
        .chain(ports)
        .chain(functions)
        .map(|part| name(base, operator, part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::tests::resolved;

    fn graph(program: &str) -> Graph {
        Graph::new(resolved(program))
    }

    #[test]
    fn names_come_from_bindings_and_operators() {
        let graph = graph(
            "let lines = memory(b); let r#type = lines |> flat_map(f) |> map(f) |> map(f);
             r#type |> count |> pprint; memory(c) |> count |> pprint;",
        );
        let names = Names::new(&graph);
        let expected = [
            "lines_source",
            "type_flat_map",
            "type_map",
            "type_map_2",
            "type_count",
            "type_pprint",
            "memory_source",
            "count",
            "pprint",
        ];
        assert_eq!(names.bases, expected);
    }

    #[test]
    fn no_two_locals_have_the_same_name() {
        let graph = graph(
            "let a = memory(b); let a_map = a |> map(f) |> filter(f); let a_map_f = a |> filter(f);
             let batch = a |> map(f) |> map(f); let a_filter = a |> filter(f) |> join(batch);
             a |> filter(f) |> filter(f) |> pprint; a_map |> union(a_map_f) |> pprint;
             a_filter |> join(a) |> pprint;",
        );
        let names = Names::new(&graph);
        let mut all = HashSet::new();
        for (base, node) in names.bases.iter().zip(&graph.nodes) {
            for name in locals(base, node) {
                assert!(!COMMON.contains(&name.as_str()), "{name}");
                assert!(all.insert(name.clone()), "{name} in {all:?}");
            }
        }
    }
}
