//! The lifetime of a type that borrows from its page.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Error, Generics, Lifetime, Result};

/// The one lifetime that a type may have. `what` the type is stands in the error for a second one.
pub(super) fn only(generics: &Generics, what: &str) -> Result<Option<Lifetime>> {
    let mut lifetimes = generics.lifetimes().map(|of| of.lifetime.clone());
    let lifetime = lifetimes.next();
    if let Some(second) = lifetimes.next() {
        let message =
            format!("a {what} can have only one lifetime, that of the page it borrows from");
        return Err(Error::new(second.span(), message));
    }
    Ok(lifetime)
}

/// The tokens with one lifetime replaced.
pub(super) fn replace(tokens: &impl ToTokens, from: &Lifetime, to: &TokenStream) -> TokenStream {
    replace_in(tokens.to_token_stream(), from, to)
}

fn replace_in(tokens: TokenStream, from: &Lifetime, to: &TokenStream) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(tick) if tick.as_char() == '\'' => {
                match tokens
                    .next_if(|next| matches!(next, TokenTree::Ident(of) if *of == from.ident))
                {
                    Some(_) => replaced.extend(to.clone()),
                    None => replaced.extend([TokenTree::Punct(tick)]),
                }
            }
            TokenTree::Group(group) => {
                let inner = replace_in(group.stream(), from, to);
                let mut copy = Group::new(group.delimiter(), inner);
                copy.set_span(group.span());
                replaced.extend([TokenTree::Group(copy)]);
            }
            other => replaced.extend([other]),
        }
    }
    replaced
}
