//! `#[derive(Record)]` and `#[derive(Key)]`: user types as values, records and keys.

mod fields;
mod key;
mod record;
mod shape;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Field, Path, Result, Type};

/// Expands `#[derive(Record)]`.
pub(crate) fn record(input: TokenStream) -> TokenStream {
    expand(input, record::derive)
}

/// Expands `#[derive(Key)]`.
pub(crate) fn key(input: TokenStream) -> TokenStream {
    expand(input, key::derive)
}

fn expand(
    input: TokenStream,
    derive: fn(&DeriveInput, &Path) -> Result<TokenStream>,
) -> TokenStream {
    let parsed = syn::parse2(input).and_then(|input: DeriveInput| {
        let runtime = runtime(&input)?;
        derive(&input, &runtime)
    });
    match parsed {
        Ok(implementation) => quote! {
            #[automatically_derived]
            const _: () = { #implementation };
        },
        Err(error) => error.into_compile_error(),
    }
}

/// The path of the runtime crate: `::streamdsl`, or what `#[streamdsl(crate = path)]` says.
fn runtime(input: &DeriveInput) -> Result<Path> {
    let mut runtime = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("streamdsl")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                runtime = Some(meta.value()?.call(Path::parse_mod_style)?);
                return Ok(());
            }
            Err(meta.error("the only setting is `crate = path::to::streamdsl`"))
        })?;
    }
    Ok(runtime.unwrap_or_else(|| syn::parse_quote!(::streamdsl)))
}

/// The codec that `#[streamdsl(with = Codec)]` names for a field.
fn codec(field: &Field) -> Result<Option<Type>> {
    let mut codec = None;
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("streamdsl")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("with") {
                codec = Some(meta.value()?.parse()?);
                return Ok(());
            }
            Err(meta.error("the only setting of a field is `with = Codec`"))
        })?;
    }
    Ok(codec)
}

/// The error for a `union`, which nobody can read safely.
fn no_union(input: &DeriveInput) -> Error {
    Error::new_spanned(&input.ident, "a union has no defined contents; use a struct or an enum")
}
