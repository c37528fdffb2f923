//! Checks the operators that have a second stream: failures and snapshots.

use crate::diagnostics::Diagnostics;
use crate::operators::Class;
use crate::resolved::{Operation, Resolved, ResolvedHead};

/// Checks that a second stream is asked for where there is one, and that no
/// failure goes nowhere.
pub(super) fn check(program: &Resolved, diagnostics: &mut Diagnostics) {
    for (index, chain) in program.chains.iter().enumerate() {
        for (position, operation) in chain.operations.iter().enumerate() {
            match operation.operator.class {
                Class::Side(of) => {
                    let before = match (position, &chain.head) {
                        (0, ResolvedHead::Chain(bound)) => last_of(program, *bound),
                        _ => None,
                    };
                    if before.is_none_or(|before| !of.contains(&before.operator.name)) {
                        misplaced(operation, of, diagnostics);
                    }
                }
                Class::TryMap | Class::TryFlatMap => {
                    let is_last = position + 1 == chain.operations.len();
                    if !is_last || !has_failures(program, index) {
                        unheard(operation, diagnostics);
                    }
                }
                _ => {}
            }
        }
    }
}

fn last_of(program: &Resolved, chain: usize) -> Option<&Operation> {
    program.chains.get(chain)?.operations.last()
}

/// Whether another chain begins with the failures of the stream that `chain`
/// binds.
fn has_failures(program: &Resolved, chain: usize) -> bool {
    program.chains.iter().any(|other| {
        matches!(other.head, ResolvedHead::Chain(head) if head == chain)
            && other.operations.first().is_some_and(|first| first.operator.name == "failures")
    })
}

fn misplaced(operation: &Operation, of: &[&str], diagnostics: &mut Diagnostics) {
    let name = operation.operator.name;
    let of = of.iter().map(|of| format!("`{of}`")).collect::<Vec<_>>().join(" or ");
    diagnostics
        .error(
            &operation.name,
            format!("`{name}` stands directly over a stream that {of} made and `let` bound"),
        )
        .help(format!(
            "write `let stream = ... |> {}(...);` and then `stream |> {name} |> ...;`",
            { of.split('`').nth(1).unwrap_or_default() }
        ));
}

fn unheard(operation: &Operation, diagnostics: &mut Diagnostics) {
    let name = operation.operator.name;
    diagnostics.error(&operation.name, format!("the failures of `{name}` go nowhere")).help(
        format!(
            "end a `let` with it and say where they go: `let good = ... |> {name}(f); \
             good |> failures |> pprint;`"
        ),
    );
}
