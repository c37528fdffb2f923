//! Tokens that come through macros, and the spans of generated ones.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::front;
use crate::resolved::{Argument, Combiner, Function};
use crate::{compile, span};

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
    assert_eq!(operations[2].duration("window").unwrap().literal().unwrap().0.as_secs(), 30);
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
    let output = compile(&quote!(::runtime), quote!(sockt("h", 1) |> mpa(f) |> pprint));
    let block: syn::Block = syn::parse2(output).unwrap();
    let errors = block.stmts.iter().filter(|statement| matches!(statement, syn::Stmt::Macro(_)));
    assert_eq!(errors.count(), 2);
    let editors_see = block.to_token_stream().to_string();
    assert!(editors_see.contains(". mpa"), "{editors_see}");
    assert!(editors_see.contains(". pprint"), "{editors_see}");
    assert!(matches!(block.stmts.last(), Some(syn::Stmt::Expr(_, None))), "it has a value");
}

#[test]
fn an_empty_program_is_reported() {
    let (_, mistakes) = front(TokenStream::new());
    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].contains("this program has no chain"), "{mistakes:?}");
}
