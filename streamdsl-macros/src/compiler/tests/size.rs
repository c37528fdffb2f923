//! The size of the emitted code grows with the size of the program only.

use std::fmt::Write as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::compiler::compile;
use crate::compiler::span::Audience;

/// How many tokens are emitted for a program.
fn emitted(program: &str) -> usize {
    let tokens = compile(&quote!(::streamdsl), program.parse().unwrap(), Audience::Compiler);
    assert!(!tokens.to_string().contains("compile_error"), "{program}");
    count(tokens)
}

fn count(tokens: TokenStream) -> usize {
    let token = |token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(token).sum()
}

/// A stream is divided and united again, in this many levels.
fn levels(levels: usize, end: &str) -> String {
    let mut program = String::from("let s0 = from(numbers);\n");
    for level in 0..levels {
        let next = level + 1;
        let _ = write!(
            program,
            "let a{level} = s{level} |> filter(even);
             let b{level} = s{level} |> filter(odd);
             let s{next} = a{level} |> union(b{level});\n"
        );
    }
    let _ = write!(program, "s{levels} {end};");
    program
}

/// Each union adds one more source.
fn chain(unions: usize, end: &str) -> String {
    let mut program = String::from("let u0 = from(numbers);\n");
    for union in 0..unions {
        let next = union + 1;
        let _ = write!(
            program,
            "let s{union} = from(numbers);
             let u{next} = u{union} |> union(s{union});\n"
        );
    }
    let _ = write!(program, "u{unions} {end};");
    program
}

/// One union of many sources.
fn wide(unions: usize, end: &str) -> String {
    let mut program = String::new();
    let mut names = Vec::new();
    for source in 0..=unions {
        let _ = writeln!(program, "let s{source} = from(numbers);");
        names.push(format!("s{source}"));
    }
    let _ = write!(program, "s0 |> union({}) {end};", names[1..].join(", "));
    program
}

/// The second 45 levels add as much as the first, up to a tenth.
#[track_caller]
fn grows_linearly(program: impl Fn(usize, &str) -> String) {
    for end in
        ["|> count |> pprint", "|> pprint", "|> distinct |> pprint", "|> window(3s) |> pprint"]
    {
        let [few, some, many] = [10, 55, 100].map(|size| emitted(&program(size, end)));
        let (first, second) = (some - few, many - some);
        assert!(second * 10 <= first * 11, "{end}: {few}, {some} and {many} tokens");
    }
}

#[test]
fn unions_that_meet_again() {
    grows_linearly(levels);
}

#[test]
fn a_chain_of_unions() {
    grows_linearly(chain);
}

#[test]
fn a_union_of_many_sources() {
    grows_linearly(wide);
}
