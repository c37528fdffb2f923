//! The name of a type's contents in saved state, as the types write their fields.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Fields, Ident, Index, Member};

/// How many members a tuple may have as a key or a record.
const TUPLE: usize = 6;

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

/// The members as one: alone, or as a tuple whose last member holds what exceeds a tuple.
pub(super) fn nested(members: &[TokenStream]) -> TokenStream {
    match members {
        [one] => one.clone(),
        members if members.len() <= TUPLE => quote!((#(#members),*)),
        members => {
            let (first, rest) = members.split_at(TUPLE - 1);
            let rest = nested(rest);
            quote!((#(#first,)* #rest))
        }
    }
}
