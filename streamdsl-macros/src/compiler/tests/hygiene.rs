//! Tokens that come through macros, and the spans of generated ones.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;

use super::front;
use crate::compiler::operators::Kind;
use crate::compiler::resolved::{Argument, Combiner, Function};
use crate::compiler::span::Audience;
use crate::compiler::{compile, span};

/// `tokens` as a macro hands on a fragment such as `$e:expr`: in an invisible group.
fn fragment(tokens: TokenStream) -> TokenTree {
    Group::new(Delimiter::None, tokens).into()
}

#[test]
fn fragments_of_macros_are_seen_through() {
    let host = fragment(quote!("localhost"));
    let closure = fragment(quote!(move |x| x + 1));
    let max = fragment(quote!(max));
    let seconds = fragment(quote!(30s));
    let (program, mistakes) = front(quote! {
        socket(#host, 9999) |> map(#closure) |> reduce(#max) |> window(#seconds) |> pprint
    });
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let operations = &program.chains[0].operations;
    assert!(matches!(operations[0].args[0], Argument::Function(Function::Closure(_))));
    assert!(matches!(operations[1].args[0], Argument::Combiner(Combiner::Operator(..))));
    assert_eq!(operations[2].duration(Kind::Window).unwrap().literal().unwrap().0.as_secs(), 30);
}

#[test]
fn the_first_token_is_found_also_inside_a_fragment() {
    let program: TokenStream = "  words |> pprint".parse().unwrap();
    assert_eq!(span::first(&program).start().column, 2);
    let wrapped = TokenStream::from(fragment(program));
    assert_eq!(span::first(&wrapped).start().column, 2);
    assert_eq!(span::first(&TokenStream::new()).start(), Span::call_site().start());
}

#[test]
fn mistakes_become_one_block_of_compile_errors() {
    let program = quote!(sockt("h", 1) |> mpa(f) |> pprint);
    let output = compile(&quote!(::runtime), program, Audience::Compiler);
    let block: syn::Block = syn::parse2(output).unwrap();
    let errors = block.stmts.iter().filter(|statement| matches!(statement, syn::Stmt::Macro(_)));
    assert_eq!(errors.count(), 2);
    assert!(matches!(block.stmts.last(), Some(syn::Stmt::Expr(_, None))), "it has a value");
}

#[test]
fn an_empty_program_is_reported() {
    let (_, mistakes) = front(TokenStream::new());
    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].contains("this program has no chain"), "{mistakes:?}");
}

/// What editors are shown of a wrong program.
fn salvaged(program: &str) -> String {
    compile(&quote!(::runtime), program.parse().unwrap(), Audience::Editor).to_string()
}

#[test]
fn editors_see_what_is_right_in_a_wrong_program() {
    let unfinished = salvaged("memory(b) |> map(|n| n.abs())");
    assert!(unfinished.contains(". map") && unfinished.contains("n . abs ()"), "{unfinished}");

    let with_unknown = salvaged("let a = memory(b) |> map(f); a |> flt(g) |> filter(h) |> pprint;");
    assert!(with_unknown.contains(". flt ()"), "{with_unknown}");
    assert!(with_unknown.contains("by (& h)"), "{with_unknown}");

    let after_mistake = salvaged("let a = memory(b) |> map; a |> filter(|x| x.first()) |> pprint;");
    assert!(after_mistake.contains(". filter ()"), "{after_mistake}");
    assert!(!after_mistake.contains("x . first"), "{after_mistake}");
}

#[test]
fn the_compiler_is_given_nothing_but_the_mistakes() {
    let program = "memory(b) |> map(|n| n.abs())".parse().unwrap();
    let output = compile(&quote!(::runtime), program, Audience::Compiler).to_string();
    assert!(output.contains("this chain has no sink") && !output.contains("abs"), "{output}");
}

#[test]
fn a_name_at_the_cursor_changes_nothing_before_it() {
    for program in [
        "let a = memory(b) |> map(f); a |> @ |> filter(h) |> pprint;",
        "memory(b) |> map(f) |> @",
        "memory(b) |> map(|n| n.@) |> pprint",
        "memory(b) |> map(|n| n.@)",
    ] {
        let (before, after) = (program.replace('@', ""), program.replace('@', "typed"));
        let (before, after) = (salvaged(&before), salvaged(&after));
        let typed = after.find("typed").unwrap();
        // But for a space, of which an editor knows nothing.
        let start = after[..typed].trim_end();
        assert_eq!(before.get(..start.len()), Some(start), "{program}");
    }
}
