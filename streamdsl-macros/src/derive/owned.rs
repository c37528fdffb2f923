//! The owned form of a type that borrows: one that the user names, or one that is written here.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Field, Generics, Lifetime, PathArguments, Result, Visibility, parse_quote,
};

use super::lifetime::replace;
use super::{Settings, record};

/// The owned form of a type.
pub(super) struct Owned {
    /// The form as a type, and as the start of an expression.
    pub(super) of: TokenStream,
    pub(super) path: TokenStream,
    /// The declaration, if it is written here.
    pub(super) item: TokenStream,
    /// Whether its fields are saved in the order of the columns.
    pub(super) in_order: bool,
}

pub(super) fn owned(
    input: &DeriveInput,
    lifetime: &Lifetime,
    settings: &Settings,
) -> Result<Owned> {
    let Some(named) = &settings.owned else {
        return generated(input, lifetime, settings);
    };
    let mut path = named.clone();
    for segment in &mut path.segments {
        if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            arguments.colon2_token = Some(parse_quote!(::));
        }
    }
    Ok(Owned {
        of: named.to_token_stream(),
        path: path.to_token_stream(),
        item: TokenStream::new(),
        in_order: false,
    })
}

/// Writes the owned form: the same type with a parameter for the type of each field. So it compares
/// and prints if its fields do.
fn generated(input: &DeriveInput, lifetime: &Lifetime, settings: &Settings) -> Result<Owned> {
    let runtime = &settings.runtime;
    let mut form = input.clone();
    form.ident = format_ident!("Owned{}", input.ident);
    form.vis = Visibility::Public(parse_quote!(pub));
    form.generics = Generics::default();
    form.attrs = vec![
        parse_quote!(#[doc(hidden)]),
        parse_quote!(#[allow(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]),
        parse_quote!(#[derive(
            ::core::clone::Clone,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash
        )]),
    ];
    let mut kept = Vec::new();
    for field in fields_mut(&mut form.data) {
        let parameter = format_ident!("Field{}", kept.len());
        let of = replace(&field.ty, lifetime, &quote!('static));
        let place = field.ty.span();
        kept.push(quote_spanned!(place=> <#of as #runtime::__private::Record>::Owned));
        field.attrs.clear();
        field.ty = parse_quote!(#parameter);
        form.generics.params.push(parse_quote!(#parameter));
    }
    let (name, implementation) = (&form.ident, record::implement(&form, &input.ident, runtime)?);
    Ok(Owned {
        of: quote!(#name<#(#kept),*>),
        path: quote!(#name),
        item: quote!(#form #implementation),
        in_order: matches!(input.data, Data::Struct(_)),
    })
}

fn fields_mut(data: &mut Data) -> Vec<&mut Field> {
    match data {
        Data::Struct(data) => data.fields.iter_mut().collect(),
        Data::Enum(data) => data.variants.iter_mut().flat_map(|of| &mut of.fields).collect(),
        Data::Union(_) => Vec::new(),
    }
}
