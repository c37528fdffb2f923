//! A plan as text: one line for each loop and each stage.

use std::fmt::Write;

use super::{Plan, Role, StageInfo, Work};

pub(super) fn of(plan: &Plan) -> String {
    let mut text = String::new();
    for (number, operator) in plan.numbered() {
        if operator.role == Role::Source {
            let _ = writeln!(text, "source   {}", plan.call(number));
            let unit = if takes_pages(plan, number) { "page" } else { "record" };
            write_loop(&mut text, unit, &paths(plan, number));
        }
    }
    for (number, operator) in plan.numbered() {
        if operator.role == Role::Collecting {
            let _ = writeln!(text, "union    {}", plan.call(number));
            write_loop(&mut text, "record", &paths(plan, number));
        }
    }
    for (number, stage) in plan.stages.iter().enumerate() {
        let _ = writeln!(text, "stage {number}  {}", label(plan, stage));
        let _ = writeln!(text, "         {}", sentence(stage.work));
        write_loop(&mut text, "record", &paths(plan, stage.output));
        write_loop(&mut text, "key", &second_paths(plan, stage.output));
    }
    text
}

fn write_loop(text: &mut String, unit: &str, paths: &[String]) {
    for path in paths {
        let _ = writeln!(text, "         per {unit}, fused: {path}");
    }
}

/// The operators that became one stage.
fn label(plan: &Plan, stage: &StageInfo) -> String {
    let mut operators = vec![stage.input, stage.output];
    operators.extend(stage.window);
    operators.sort_unstable();
    operators.dedup();
    let calls: Vec<_> = operators.into_iter().map(|operator| plan.call(operator)).collect();
    calls.join(" + ")
}

/// Whether whole pages of a source go to the operator that follows it.
fn takes_pages(plan: &Plan, source: u16) -> bool {
    let mut consumers = consumers(plan, source).into_iter();
    consumers.any(|(consumer, _)| role(plan, consumer) == Some(Role::FusedOverPages))
}

fn role(plan: &Plan, operator: u16) -> Option<Role> {
    plan.operator_at(operator).map(|operator| operator.role)
}

/// The operators that get the records of another, seen through windows that moved, each with the
/// number of the input that they arrive at.
fn consumers(plan: &Plan, operator: u16) -> Vec<(u16, usize)> {
    let mut found = Vec::new();
    for (number, candidate) in plan.numbered() {
        for (port, _) in candidate.inputs.iter().enumerate().filter(|(_, of)| **of == operator) {
            if candidate.role == Role::Moved {
                found.extend(consumers(plan, number));
            } else {
                found.push((number, port));
            }
        }
    }
    found
}

/// Each way that a record of an operator takes through fused operators, to the stage it ends in.
fn paths(plan: &Plan, operator: u16) -> Vec<String> {
    let mut all = Vec::new();
    for (consumer, port) in consumers(plan, operator) {
        match role(plan, consumer) {
            Some(Role::Fused | Role::FusedOverPages | Role::Union) => {
                all.extend(prefixed(plan, consumer, &paths(plan, consumer)));
            }
            Some(Role::Fallible) => {
                let (good, bad) = (paths(plan, consumer), second_paths(plan, consumer));
                all.extend(prefixed(plan, consumer, &good));
                all.extend(prefixed(plan, consumer, &bad));
            }
            Some(Role::Stage | Role::Output) => {
                let stage = plan.stages.iter().position(|stage| stage.input == consumer);
                all.extend(stage.map(|stage| match port {
                    0 => format!("-> stage {stage}"),
                    port => format!("-> stage {stage} (input {})", port + 1),
                }));
            }
            Some(Role::Collecting) => all.push(format!("-> {}", plan.call(consumer))),
            Some(Role::Source | Role::Moved | Role::Second) | None => {}
        }
    }
    all
}

/// The same for the second stream of an operator.
fn second_paths(plan: &Plan, operator: u16) -> Vec<String> {
    let consumers = consumers(plan, operator).into_iter().map(|(consumer, _)| consumer);
    let seconds = consumers.filter(|consumer| role(plan, *consumer) == Some(Role::Second));
    seconds.flat_map(|second| prefixed(plan, second, &paths(plan, second))).collect()
}

fn prefixed(plan: &Plan, operator: u16, paths: &[String]) -> Vec<String> {
    paths.iter().map(|path| format!("{} {path}", plan.call(operator))).collect()
}

/// What a stage does at the end of a batch.
fn sentence(work: Work) -> &'static str {
    match work {
        Work::Gather => "gathers on the first worker",
        Work::Combine => "combines per worker, then on the first worker",
        Work::Table => "pre-aggregates per worker, exchanges by key group, one table per batch",
        Work::SortPairs => "deals the pairs out by key group, sorts them by key",
        Work::Shares => "keeps each worker's share of the batch",
        Work::DealRecords => "deals the records out to the workers",
        Work::KeepState => "deals the pairs out by key group, keeps state",
        Work::KeepRecords => "keeps the records of each batch in the window",
        Work::Unite => "collects the records of a batch in order",
        Work::KeyedPanes => {
            "pre-aggregates per worker, exchanges by key group, keeps panes per key"
        }
        Work::ReducedPanes => "combines per worker, keeps one value per pane",
        Work::CountedPanes => "counts per worker, keeps one count per pane",
        Work::CallFunction => "calls the function on each worker",
        Work::WriteFiles => "formats per worker, the first one writes the directory",
    }
}
