//! The emitted code of some programs, kept as files in `snapshots/` to be read and reviewed.
//!
//! After a change of the emitted code, `UPDATE_SNAPSHOTS=1 cargo test -p streamdsl-macros` writes
//! the files anew; the difference belongs into the commit.

use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::programs::PROGRAMS;
use crate::compiler::compile;
use crate::compiler::operators;
use crate::compiler::span::{Audience, PREFIX};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

/// The emitted code of `program`, formatted, below the program itself.
fn snapshot(program: &str) -> String {
    let tokens = compile(&quote!(::streamdsl), program.parse().unwrap(), Audience::Compiler);
    let function: TokenStream = quote!(fn program() -> Pipeline #tokens);
    // All names of locals have this prefix; they read better without it.
    let function = without_prefix(function);
    let code = prettyplease::unparse(&syn::parse2(function).unwrap());
    let indent = program.lines().filter(|line| !line.trim().is_empty()).skip(1);
    let indent = indent.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = program.trim().lines().map(|line| line.get(indent..).unwrap_or(line.trim()));
    let text: Vec<_> = lines.map(|line| format!("//     {line}")).collect();
    format!("// What is emitted for:\n//\n{}\n\n{code}", text.join("\n"))
}

fn without_prefix(tokens: TokenStream) -> TokenStream {
    let token = |token| match token {
        TokenTree::Group(group) => {
            Group::new(group.delimiter(), without_prefix(group.stream())).into()
        }
        TokenTree::Ident(name) => {
            let text = name.to_string();
            match text.strip_prefix(PREFIX) {
                Some(rest) => Ident::new(rest, name.span()).into(),
                None => name.into(),
            }
        }
        other => other,
    };
    tokens.into_iter().map(token).collect()
}

#[test]
fn every_operator_is_in_a_snapshot() {
    let programs: String = PROGRAMS.iter().map(|(_, program)| *program).collect();
    let words: Vec<_> = programs.split(|of: char| !of.is_alphanumeric() && of != '_').collect();
    for operator in operators::all() {
        assert!(words.contains(&operator.name), "{}", operator.name);
    }
}

/// Code without blanks, and without what formatting and the page for users leave out.
fn bare(code: &str) -> String {
    let code = code.replace("::core::option::Option::", "").replace("::core::time::", "");
    code.chars().filter(|of| !of.is_whitespace()).collect::<String>().replace(",)", ")")
}

#[test]
fn the_page_for_users_shows_emitted_code() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/compiled.md");
    let page = fs::read_to_string(page).unwrap();
    let recorded = bare(&fs::read_to_string(directory().join("word_count.rs")).unwrap());
    let blocks: Vec<_> = page.split("```rust,ignore\n").skip(1).collect();
    assert!(blocks.len() >= 4, "{}", blocks.len());
    for block in blocks {
        let code = block.split("```").next().unwrap();
        for statement in bare(code).split([';', '{', '}']) {
            let mut parts = statement.split("..").map(|part| part.trim_end_matches(')'));
            assert!(parts.all(|part| recorded.contains(part)), "{statement}");
        }
    }
}

#[test]
fn every_snapshot_has_a_program() {
    for file in fs::read_dir(directory()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(PROGRAMS.iter().any(|(of, _)| *of == name), "{}", path.display());
    }
}

#[test]
fn emitted_code_is_as_recorded() {
    let update = env::var_os("UPDATE_SNAPSHOTS").is_some();
    for (name, program) in PROGRAMS {
        let (path, now) = (directory().join(format!("{name}.rs")), snapshot(program));
        if update {
            fs::write(&path, &now).unwrap();
        }
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            recorded == now,
            "the code emitted for `{name}` is not what {} says; `UPDATE_SNAPSHOTS=1 cargo test -p \
             streamdsl-macros` writes it anew. It is now:\n{now}",
            path.display()
        );
    }
}
