//! Checks the operators that have a second stream: failures and snapshots.

use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::operators::{Class, Second, help};
use crate::compiler::resolved::{Operation, Resolved, ResolvedHead};

/// Checks that a second stream is asked for where there is one, and that no
/// failure goes nowhere.
pub(super) fn check(program: &Resolved, diagnostics: &mut Diagnostics) {
    for (index, chain) in program.chains.iter().enumerate() {
        for (position, operation) in chain.operations.iter().enumerate() {
            match operation.operator.class {
                Class::Side(second) => {
                    let before = match (position, &chain.head) {
                        (0, ResolvedHead::Chain(bound)) => last_of(program, *bound),
                        _ => None,
                    };
                    if before.is_none_or(|before| before.operator.second != Some(second)) {
                        misplaced(operation, second, diagnostics);
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
            && other.operations.first().is_some_and(is_failures)
    })
}

fn is_failures(operation: &Operation) -> bool {
    matches!(operation.operator.class, Class::Side(Second::Failures))
}

fn misplaced(operation: &Operation, second: Second, diagnostics: &mut Diagnostics) {
    let name = operation.operator.name;
    let (of, help) = help::second_stream(name, second);
    let message =
        format!("`{name}` must be the first operator after a bound stream that ends in {of}");
    diagnostics.error(&operation.name, message).help(help);
}

fn unheard(operation: &Operation, diagnostics: &mut Diagnostics) {
    let name = operation.operator.name;
    diagnostics
        .error(&operation.name, format!("the failures of `{name}` are not used"))
        .help(help::failures(name));
}
