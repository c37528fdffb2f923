//! `#[derive(Record)]` of a type that borrows from its page: each field has a column of its own. The
//! owned form is the type that `#[streamdsl(owned = ..)]` names, or one that is written here.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Field, Fields, GenericParam, Generics, Ident, Lifetime, Result,
    parse_quote,
};

use super::lifetime::replace;
use super::owned::{Owned, owned};
use super::shape::{braces, members, nested, variables};
use super::{Settings, fields};

pub(super) fn derive(
    input: &DeriveInput,
    lifetime: &Lifetime,
    settings: &Settings,
) -> Result<TokenStream> {
    let cases = cases(input)?;
    for field in cases.iter().flat_map(|case| case.fields) {
        check(field, input)?;
    }
    let owned = owned(input, lifetime, settings)?;
    let runtime = &settings.runtime;
    let of = Borrowing { input, lifetime, door: quote!(#runtime::__private), cases, owned };
    let (parts, record, owned) = (of.parts(), of.record(), &of.owned.item);
    Ok(quote!(#owned #parts #record))
}

/// A struct, or a variant of an enum.
struct Case<'a> {
    variant: Option<&'a Ident>,
    fields: &'a Fields,
}

impl Case<'_> {
    /// `of` with fields: a pattern or an expression. `contents` are the fields in braces.
    fn write(&self, of: &TokenStream, contents: &TokenStream) -> TokenStream {
        match self.variant {
            Some(variant) => quote!(#of::#variant #contents),
            None => quote!(#of #contents),
        }
    }

    /// A pattern that binds each field to its variable.
    fn pattern(&self, of: &TokenStream) -> TokenStream {
        self.write(of, &braces(self.fields))
    }

    /// The variables of the fields, as one tuple.
    fn tuple(&self) -> TokenStream {
        nested(&variables(self.fields).iter().map(ToTokens::to_token_stream).collect::<Vec<_>>())
    }
}

fn cases(input: &DeriveInput) -> Result<Vec<Case<'_>>> {
    match &input.data {
        Data::Struct(data) => Ok(vec![Case { variant: None, fields: &data.fields }]),
        Data::Enum(data) => Ok(data
            .variants
            .iter()
            .map(|of| Case { variant: Some(&of.ident), fields: &of.fields })
            .collect()),
        Data::Union(_) => Err(super::no_union(input)),
    }
}

/// Refuses fields that have no column.
fn check(field: &Field, input: &DeriveInput) -> Result<()> {
    if super::codec(field)?.is_some() {
        return Err(Error::new_spanned(
            field,
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

/// A type that borrows, and what is written for it.
struct Borrowing<'a> {
    input: &'a DeriveInput,
    lifetime: &'a Lifetime,
    door: TokenStream,
    cases: Vec<Case<'a>>,
    owned: Owned,
}

impl Borrowing<'_> {
    fn is_enum(&self) -> bool {
        matches!(self.input.data, Data::Enum(_))
    }

    /// The type with `lifetime` in place of its own.
    fn itself(&self, lifetime: &TokenStream) -> TokenStream {
        let (_, arguments, _) = self.input.generics.split_for_impl();
        let arguments = replace(&arguments, self.lifetime, lifetime);
        let name = &self.input.ident;
        quote!(#name #arguments)
    }

    /// The generics with what is asked of types, and with `lifetime` or none.
    fn generics(&self, lifetime: Option<&Lifetime>) -> Generics {
        let (door, eternal) = (&self.door, quote!('static));
        let mut generics = self.input.generics.clone();
        let others = generics.params.into_iter();
        let others = others.filter(|of| !matches!(of, GenericParam::Lifetime(_)));
        let lifetime = lifetime.map(|of| -> GenericParam { parse_quote!(#of) });
        generics.params = lifetime.into_iter().chain(others).collect();
        for of in generics.type_params_mut() {
            let name = of.ident.clone();
            let record = quote!(#door::Record<Owned = #name, Column = #door::Values<#name>>);
            of.bounds.push(parse_quote!(#door::Value));
            of.bounds.push(parse_quote!(#record));
        }
        if let Some(bounds) = generics.where_clause.take() {
            let bounds = replace(&bounds, self.lifetime, &eternal);
            generics.where_clause = Some(parse_quote!(#bounds));
        }
        // A bound on a type with parameters would hide what its column is.
        let depends =
            |field: &&Field| self.parameters().any(|name| fields::mentions(&field.ty, name));
        for field in self.fields().filter(|field| !depends(field)) {
            let of = replace(&field.ty, self.lifetime, &eternal);
            let record = fields::placed(&quote!(#door::Record), field.ty.span());
            generics.make_where_clause().predicates.push(parse_quote!(#of: #record));
        }
        generics
    }

    /// The names of the parameters, except the lifetime.
    fn parameters(&self) -> impl Iterator<Item = &Ident> {
        self.input.generics.params.iter().filter_map(|of| match of {
            GenericParam::Type(of) => Some(&of.ident),
            GenericParam::Const(of) => Some(&of.ident),
            GenericParam::Lifetime(_) => None,
        })
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.cases.iter().flat_map(|case| case.fields)
    }

    /// The lifetime of the type, as tokens.
    fn own(&self) -> TokenStream {
        self.lifetime.to_token_stream()
    }

    /// The type of the fields of one case, as one tuple.
    fn tuple(&self, case: &Case<'_>, lifetime: &TokenStream) -> TokenStream {
        let types = case.fields.iter().map(|of| replace(&of.ty, self.lifetime, lifetime));
        nested(&types.collect::<Vec<_>>())
    }

    /// The type of the parts: the fields of a struct, or an option of the fields of each variant.
    fn parts_type(&self, lifetime: &TokenStream) -> TokenStream {
        let of_case = |case| {
            let tuple = self.tuple(case, lifetime);
            if self.is_enum() { quote!(::core::option::Option<#tuple>) } else { tuple }
        };
        nested(&self.cases.iter().map(of_case).collect::<Vec<_>>())
    }

    /// The columns of the parts. Those of a struct stand at its fields.
    fn columns(&self) -> TokenStream {
        let (door, eternal) = (&self.door, quote!('static));
        if self.is_enum() {
            let parts = self.parts_type(&eternal);
            return quote!(<#parts as #door::Record>::Column);
        }
        let columns = self.fields().map(|field| {
            let of = replace(&field.ty, self.lifetime, &eternal);
            let record = fields::placed(&quote!(#door::Record), field.ty.span());
            quote_spanned!(field.ty.span()=> <#of as #record>::Column)
        });
        nested(&columns.collect::<Vec<_>>())
    }

    /// An expression: the parts of `value`, which is an `of`.
    fn take_apart(&self, value: &TokenStream, of: &TokenStream) -> TokenStream {
        let arms = self.cases.iter().enumerate().map(|(at, case)| {
            let (pattern, tuple) = (case.pattern(of), case.tuple());
            if !self.is_enum() {
                return quote!(#pattern => #tuple,);
            }
            let options = (0..self.cases.len()).map(|other| {
                if other == at {
                    quote!(::core::option::Option::Some(#tuple))
                } else {
                    quote!(::core::option::Option::None)
                }
            });
            let options = nested(&options.collect::<Vec<_>>());
            quote!(#pattern => #options,)
        });
        quote!(match #value { #(#arms)* })
    }

    /// Statements: return the type made of `parts`, or `None`.
    fn put_together(&self) -> TokenStream {
        let name = self.input.ident.to_token_stream();
        let tuples = self.cases.iter().map(Case::tuple);
        let makes = self.cases.iter().map(|case| case.pattern(&name));
        if !self.is_enum() {
            return quote! {
                #(let #tuples = parts;)*
                ::core::option::Option::Some(#(#makes)*)
            };
        }
        let cases: Vec<_> = (0..self.cases.len()).map(|at| format_ident!("case{at}")).collect();
        let parts = nested(&cases.iter().map(ToTokens::to_token_stream).collect::<Vec<_>>());
        quote! {
            let #parts = parts;
            #(if let ::core::option::Option::Some(#tuples) = #cases {
                return ::core::option::Option::Some(#makes);
            })*
            ::core::option::Option::None
        }
    }

    /// Makes the type out of its parts.
    fn parts(&self) -> TokenStream {
        let (door, columns) = (&self.door, self.columns());
        let (itself, view) = (self.itself(&quote!('static)), self.itself(&quote!('t)));
        let generics = self.generics(None);
        let (parameters, _, bounds) = generics.split_for_impl();
        let Owned { of: owned, path, in_order, .. } = &self.owned;
        let (together, apart) = (self.put_together(), self.take_apart(&quote!(owned), path));
        let encode = in_order.then(|| {
            quote! {
                fn encode(columns: &Self::Columns, index: usize, out: &mut ::std::vec::Vec<u8>) {
                    #door::Column::encode_owned(columns, index, out);
                }
            }
        });
        quote! {
            #[allow(trivial_bounds)]
            impl #parameters #door::Parts for #itself #bounds {
                type Columns = #columns;
                type Owned = #owned;
                type View<'t> = #view;

                #[inline]
                fn from_parts(
                    parts: <Self::Columns as #door::Column>::View<'_>,
                ) -> ::core::option::Option<Self::View<'_>> {
                    #together
                }

                fn into_parts(owned: Self::Owned) -> <Self::Columns as #door::Column>::Owned {
                    #apart
                }

                #encode
            }
        }
    }

    /// Keeps the type as its parts, or as its owned form.
    fn record(&self) -> TokenStream {
        let door = &self.door;
        let (itself, eternal) = (self.itself(&self.own()), self.itself(&quote!('static)));
        let generics = self.generics(Some(self.lifetime));
        let (parameters, _, bounds) = generics.split_for_impl();
        let Owned { of: owned, path, .. } = &self.owned;
        let own = quote!(Self);
        let patterns = self.cases.iter().map(|case| case.pattern(&own));
        let kept = self.cases.iter().map(|case| {
            let members = members(case.fields);
            let variables = variables(case.fields);
            let into_owned = case
                .fields
                .iter()
                .map(|field| fields::placed(&quote!(#door::Record::into_owned), field.ty.span()));
            case.write(path, &quote!({ #(#members: #into_owned(#variables)),* }))
        });
        let apart = self.take_apart(&quote!(self), &own);
        let parts = self.parts_type(&self.own());
        quote! {
            #[allow(trivial_bounds)]
            impl #parameters #door::Record for #itself #bounds {
                type Owned = #owned;
                type Column = #door::Borrowed<#eternal>;

                fn into_owned(self) -> Self::Owned {
                    match self {
                        #(#patterns => #kept,)*
                    }
                }

                #[inline]
                fn store(self, column: &mut Self::Column) {
                    let parts: #parts = #apart;
                    #door::Record::store(parts, column.columns());
                }
            }
        }
    }
}
