use crate::ast::Program;
use crate::diagnostics::Diagnostics;
use crate::resolved::Resolved;
use crate::{parse, resolve, span};
use proc_macro2::TokenStream;

fn front(source: &str) -> (Resolved, Diagnostics) {
    let tokens: TokenStream = source.parse().unwrap();
    let mut diagnostics = Diagnostics::default();
    let anchor = span::anchor(&tokens);
    let program: Program = parse::program(tokens, &mut diagnostics);
    (resolve::resolve(program, anchor, &mut diagnostics), diagnostics)
}

#[test]
fn dump() {
    let text = std::fs::read_to_string("/tmp/front-corpus.txt").unwrap();
    for source in text.split("\n---\n") {
        println!("=== {}", source.trim());
        for d in front(source).1.into_sorted() {
            println!("  [{}] {}", d.underlined(), d.text());
        }
    }
}
