//! `#[derive(Record)]` and `#[derive(Key)]`: user types as values, records and keys.

mod borrowed;
mod case;
mod fields;
mod key;
mod lifetime;
mod owned;
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
    derive: fn(&DeriveInput, &Settings) -> Result<TokenStream>,
) -> TokenStream {
    let parsed = syn::parse2(input).and_then(|input: DeriveInput| {
        let settings = Settings::of(&input)?;
        derive(&input, &settings)
    });
    match parsed {
        Ok(implementation) => quote! {
            #[automatically_derived]
            const _: () = { #implementation };
        },
        Err(error) => error.into_compile_error(),
    }
}

/// What `#[streamdsl(..)]` says of a type.
struct Settings {
    /// `crate = path`: the path of the crate, otherwise `::streamdsl`.
    runtime: Path,
    /// `owned = Type`: the owned form of a type that borrows.
    owned: Option<Path>,
}

impl Settings {
    fn of(input: &DeriveInput) -> Result<Self> {
        let mut settings = Self { runtime: syn::parse_quote!(::streamdsl), owned: None };
        for attribute in input.attrs.iter().filter(|of| of.path().is_ident("streamdsl")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    settings.runtime = meta.value()?.call(Path::parse_mod_style)?;
                    return Ok(());
                }
                if meta.path.is_ident("owned") {
                    settings.owned = Some(meta.value()?.parse()?);
                    return Ok(());
                }
                Err(meta.error(
                    "the settings of a type are `crate = path::to::streamdsl` and, for a record \
                     that borrows, `owned = TypeThatOwns`",
                ))
            })?;
        }
        Ok(settings)
    }
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
