use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Group, TokenStream, TokenTree};

use super::*;

#[test]
fn names_are_unique_and_parameters_in_a_usable_order() {
    let operators: Vec<_> = all().collect();
    for (i, operator) in operators.iter().enumerate() {
        assert!(operators[..i].iter().all(|other| other.name != operator.name));
        let mut names: Vec<_> = operator.params.iter().map(|param| param.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), operator.params.len(), "{}", operator.name);
        let optional = operator.params.iter().skip_while(|param| param.required);
        assert!(optional.clone().all(|param| !param.required), "{}", operator.name);
    }
}

#[test]
fn examples_are_calls_of_their_operator() {
    for operator in all() {
        let call = operator.example.trim_start_matches("|> ");
        assert!(call.starts_with(operator.name), "{}", operator.name);
        assert_eq!(operator.example.starts_with("|> "), !operator.is_source());
    }
}

#[test]
fn usage_shows_what_may_be_left_out() {
    let usage = |name| find(name).unwrap().usage();
    assert_eq!(
        usage("window"),
        "write `window(window, [slide], [slot = \"name\"])`, for example `|> window(30s, 10s)`"
    );
    assert_eq!(usage("count"), "write `|> count`");
}

#[test]
fn the_part_that_is_given_the_records_is_the_first_stage() {
    for operator in all() {
        let Class::TwoInOne(two) = operator.class else { continue };
        assert!(two.called < two.parts.len(), "{}", operator.name);
        for part in two.parts {
            assert!(part.stage().is_some() && find(part.name).is_some(), "{}", operator.name);
        }
    }
}

/// The files of the passes, which have no tests and no rows in them.
fn passes(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap();
        if name == "operators" || name == "tests" {
            continue;
        }
        if path.is_dir() {
            passes(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The string literals outside comments and modules for tests.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let (mut is_tests, mut is_comment) = (false, false);
    for token in tokens {
        let is_attribute = std::mem::take(&mut is_comment);
        match token {
            TokenTree::Punct(sign) => {
                is_comment = sign.as_char() == '#' || is_attribute && sign.as_char() == '!';
            }
            TokenTree::Group(group) if is_attribute && is_doc(&group) => {}
            TokenTree::Group(_) if is_tests => is_tests = false,
            TokenTree::Group(group) => literals(group.stream(), found),
            TokenTree::Ident(name) if name == "tests" => is_tests = true,
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.push(text.value());
                }
            }
            TokenTree::Ident(_) => {}
        }
    }
}

/// Whether what follows a `#` is a comment.
fn is_doc(attribute: &Group) -> bool {
    let first = attribute.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

/// Whether a literal is the name of an operator, or shows a call of one between backticks.
fn names_operator(literal: &str) -> bool {
    let is_name = |word: &str| find(word).is_some();
    let code = literal.split('`').skip(1).step_by(2);
    is_name(literal)
        || code.into_iter().any(|code| {
            // What stands in braces is put in by `format!`.
            let outside = code.split('{').map(|part| part.rsplit('}').next().unwrap_or(""));
            outside
                .flat_map(|part| part.split(|of: char| !of.is_alphanumeric() && of != '_'))
                .any(is_name)
        })
}

#[test]
fn no_pass_knows_an_operator_by_its_name() {
    let mut files = Vec::new();
    passes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/compiler"), &mut files);
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let mut found = Vec::new();
        literals(fs::read_to_string(&file).unwrap().parse().unwrap(), &mut found);
        found.retain(|literal| names_operator(literal));
        assert!(found.is_empty(), "{} names operators: {found:?}", file.display());
    }
}

#[test]
fn names_of_operators_are_found_in_literals() {
    for literal in ["window", "write `|> pprint`", "`{name} |> union(other)`"] {
        assert!(names_operator(literal), "{literal}");
    }
    for literal in ["the window", "`{count}` values", "map or filter", "`{}`"] {
        assert!(!names_operator(literal), "{literal}");
    }
}
