//! The fields of a struct, or of one variant of an enum, and what is written with them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, Result};

use super::fields;
use super::shape::{braces, members, nested, variables};

/// A struct, or a variant of an enum.
pub(super) struct Case<'a> {
    variant: Option<&'a Ident>,
    pub(super) fields: &'a Fields,
}

impl Case<'_> {
    /// `of` with fields: a pattern or an expression. `contents` are the fields in braces.
    fn write(&self, of: &TokenStream, contents: &TokenStream) -> TokenStream {
        let variant = self.variant.map(|variant| quote!(::#variant));
        quote!(#of #variant #contents)
    }

    /// A pattern that binds each field to its variable.
    pub(super) fn pattern(&self, of: &TokenStream) -> TokenStream {
        self.write(of, &braces(self.fields))
    }

    /// The variables of the fields, as one tuple.
    pub(super) fn tuple(&self) -> TokenStream {
        self.tuple_of(|_, variable| variable.to_token_stream())
    }

    /// What `value` makes of each field and its variable, as one tuple.
    pub(super) fn tuple_of(&self, value: impl Fn(&Field, &Ident) -> TokenStream) -> TokenStream {
        nested(&self.each(value))
    }

    /// What `value` makes of each field and its variable.
    pub(super) fn each(&self, value: impl Fn(&Field, &Ident) -> TokenStream) -> Vec<TokenStream> {
        let variables = variables(self.fields);
        self.fields.iter().zip(&variables).map(|(field, of)| value(field, of)).collect()
    }

    /// `of` with what `value` makes of each field and its variable.
    pub(super) fn make(
        &self,
        of: &TokenStream,
        value: impl Fn(&Field, &Ident) -> TokenStream,
    ) -> TokenStream {
        let (members, values) = (members(self.fields), self.each(value));
        self.write(of, &quote!({ #(#members: #values),* }))
    }
}

/// The struct, or the variants of the enum. Refuses fields that have no column.
pub(super) fn cases(input: &DeriveInput) -> Result<Vec<Case<'_>>> {
    let cases: Vec<Case<'_>> = match &input.data {
        Data::Struct(data) => vec![Case { variant: None, fields: &data.fields }],
        Data::Enum(data) => {
            let variants = data.variants.iter();
            variants.map(|of| Case { variant: Some(&of.ident), fields: &of.fields }).collect()
        }
        Data::Union(_) => return Err(super::no_union(input)),
    };
    for field in cases.iter().flat_map(|case| case.fields) {
        check(field, input)?;
    }
    Ok(cases)
}

fn check(field: &Field, input: &DeriveInput) -> Result<()> {
    if super::codec(field)?.is_some() {
        return Err(Error::new_spanned(
            &field.ty,
            "a record that borrows cannot have a field with a codec: wrap the field's type in a \
             struct of its own with `#[derive(Clone, Record)]`, and name the codec there",
        ));
    }
    if fields::mentions(&field.ty, &input.ident) {
        return Err(Error::new_spanned(
            &field.ty,
            "a record that borrows cannot contain itself, because each of its fields has a column \
             of its own: give the type owned fields (`String` for `&str`)",
        ));
    }
    Ok(())
}
