//! The name of a type's contents in saved state, as the types write their fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Fields, Ident, Index, Member};

/// The members by which fields are reached and constructed: names or numbers.
pub(super) fn members(fields: &Fields) -> Vec<Member> {
    fields.members().collect()
}

/// A local variable for each field.
pub(super) fn variables(fields: &Fields) -> Vec<Ident> {
    (0..fields.len()).map(|at| format_ident!("field{at}")).collect()
}

/// The pattern, or the expression, `{ name: field0, .. }` that fits all kinds of fields.
pub(super) fn braces(fields: &Fields) -> TokenStream {
    let members = members(fields);
    let variables = variables(fields);
    quote!({ #(#members: #variables),* })
}

/// An expression for the shape `Name { field: shape }`, `Name(shape)` or `Name`, given an
/// expression for the shape of each field.
pub(super) fn shape(name: &Ident, fields: &Fields, shapes: &[TokenStream]) -> TokenStream {
    let name = name.unraw();
    let parts: Vec<String> = members(fields)
        .iter()
        .map(|member| match member {
            Member::Named(name) => format!("{}: {{}}", name.unraw()),
            Member::Unnamed(Index { .. }) => "{}".to_owned(),
        })
        .collect();
    let parts = parts.join(", ");
    let format = match fields {
        Fields::Named(_) => format!("{name} {{{{ {parts} }}}}"),
        Fields::Unnamed(_) => format!("{name}({parts})"),
        Fields::Unit => name.to_string(),
    };
    quote!(::std::format!(#format, #(#shapes),*))
}
