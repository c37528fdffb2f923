//! Guesses what an unknown name was meant to be.

use crate::compiler::operators::{self, Answer, Row};

/// How many slips away a name may be from that of a built-in source and still be taken for it. Any
/// other name at the start of a chain may be the user's own.
const SLIPS: usize = 2;

/// What to write instead of `name` behind a `|>`, if that is known.
pub(crate) fn behind_pipe(name: &str) -> Option<String> {
    let same = operators::all().find(|operator| squashed(operator.name) == squashed(name));
    let tables = [operators::OPERATORS, operators::SOURCES, operators::CONNECTORS];
    same.map(|operator| Answer::Operator(operator.name))
        .or_else(|| look_up(name, &tables))
        .or_else(|| {
            let names = operators::all().map(|operator| operator.name);
            closest(&snake_case(name), names).map(Answer::Operator)
        })
        .map(Answer::help)
}

/// What to write instead of the call of `name` at the start of a chain, if it stands for something
/// built in.
pub(crate) fn head(name: &str) -> Option<String> {
    source(name, &[operators::SOURCES, operators::OPERATORS])
}

/// The same for a name that is not called. It may have been meant to be a stream, so it stands for no
/// operator.
pub(crate) fn bare_head(name: &str) -> Option<String> {
    source(name, &[operators::SOURCES])
}

fn source(name: &str, tables: &[&[Row]]) -> Option<String> {
    let sources = || operators::all().filter(|operator| operator.is_source());
    let same = sources().find(|source| squashed(source.name) == squashed(name));
    same.map(|source| Answer::Operator(source.name))
        .or_else(|| look_up(name, tables))
        .or_else(|| {
            let names = sources().map(|source| source.name);
            nearest(&snake_case(name), names, SLIPS).map(Answer::Operator)
        })
        .map(Answer::head_help)
}

/// Whether `name` starts a chain in another system.
pub(crate) fn is_foreign_source(name: &str) -> bool {
    let mut sources = operators::all().filter(|operator| operator.is_source());
    sources.any(|source| squashed(source.name) == squashed(name))
        || look_up(name, &[operators::SOURCES]).is_some()
}

/// The answer for a name of the vocabulary.
fn look_up(name: &str, tables: &[&[Row]]) -> Option<Answer> {
    let name = squashed(name);
    let mut rows = tables.iter().copied().flatten();
    let (_, answer) = rows.find(|(names, _)| names.iter().any(|known| squashed(known) == name))?;
    Some(*answer)
}

/// A name without what systems write differently: case and `_`.
fn squashed(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

/// The candidate that is closest to `name`, if it is close enough to be meant: one slip in a short
/// name, one for every three letters in a longer one.
pub(crate) fn closest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    nearest(name, candidates, (name.chars().count() / 3).max(1))
}

/// The candidate that is closest to `name`, and at most `slips` away from it.
fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    slips: usize,
) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= slips && *distance < candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `flatMap` as `flat_map`, and `foreachRDD` as `foreach_rdd`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = c.is_lowercase();
        snake.extend(c.to_lowercase());
    }
    snake
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to turn
/// one name into the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            let mut best = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                let swapped: &Vec<usize> = &before;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests;
