//! `#[derive(Record)]` of a type that borrows from its page: each field has a column of its own. The
//! owned form is the type that `#[streamdsl(owned = ..)]` names, or one that is written here.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, GenericParam, Generics, Ident, Lifetime, Result, parse_quote};

use super::case::{Case, cases};
use super::lifetime::replace;
use super::owned::{Owned, owned};
use super::shape::nested;
use super::{Settings, fields};

pub(super) fn derive(
    input: &DeriveInput,
    lifetime: &Lifetime,
    settings: &Settings,
) -> Result<TokenStream> {
    let cases = cases(input)?;
    let owned = owned(input, lifetime, settings)?;
    let runtime = &settings.runtime;
    let of = Borrowing { input, lifetime, door: quote!(#runtime::__private), cases, owned };
    let (parts, record, owned) = (of.parts(), of.record(), &of.owned.item);
    Ok(quote!(#owned #parts #record))
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
        self.require(&mut generics);
        generics
    }

    /// Asks for each field that it can be kept. Inside, rustc takes that for granted.
    fn require(&self, generics: &mut Generics) {
        let parameters: Vec<&Ident> = self
            .input
            .generics
            .params
            .iter()
            .filter_map(|of| match of {
                GenericParam::Type(of) => Some(&of.ident),
                GenericParam::Const(of) => Some(&of.ident),
                GenericParam::Lifetime(_) => None,
            })
            .collect();
        for field in self.cases.iter().flat_map(|case| case.fields) {
            // A bound on a type with parameters would hide what its column is.
            if parameters.iter().any(|name| fields::mentions(&field.ty, name)) {
                continue;
            }
            let (door, of) = (&self.door, self.eternal(field));
            let at = replace(&field.ty, self.lifetime, &quote!('t));
            // rustc reports the first; it takes bounds with `for` for granted.
            for bound in [quote!(#door::Kept), quote!(for<'t> #door::Field<'t, At = #at>)] {
                let bound = fields::placed(&bound, field.ty.span());
                generics.make_where_clause().predicates.push(parse_quote!(#of: #bound));
            }
        }
    }

    /// The lifetime of the type, as tokens.
    fn own(&self) -> TokenStream {
        self.lifetime.to_token_stream()
    }

    /// The type of a field, with `'static` for the lifetime.
    fn eternal(&self, field: &Field) -> TokenStream {
        replace(&field.ty, self.lifetime, &quote!('static))
    }

    /// `function` of `of`, a trait for the type of a field, applied to `arguments`. It stands at the
    /// field.
    fn call(
        &self,
        field: &Field,
        (of, function): (&str, &str),
        arguments: &TokenStream,
    ) -> TokenStream {
        let (door, place, eternal) = (&self.door, field.ty.span(), self.eternal(field));
        let (of, function) = (format_ident!("{of}"), format_ident!("{function}"));
        let of = fields::placed(&quote!(#door::#of), place);
        let function = fields::placed(&quote!(#function), place);
        quote_spanned!(place=> <#eternal as #of>::#function(#arguments))
    }

    /// The columns of the fields of one case, as one. Each stands at its field.
    fn columns_of(&self, case: &Case<'_>) -> TokenStream {
        let door = &self.door;
        if case.fields.is_empty() {
            return quote!(#door::Values<()>);
        }
        case.tuple_of(|field, _| {
            let (of, place) = (self.eternal(field), field.ty.span());
            let record = fields::placed(&quote!(#door::Record), place);
            quote_spanned!(place=> <#of as #record>::Column)
        })
    }

    /// The columns of the parts: of the fields of a struct, or of those of each variant.
    fn columns(&self) -> TokenStream {
        let door = &self.door;
        let columns = self.cases.iter().map(|case| {
            let columns = self.columns_of(case);
            if self.is_enum() { quote!(#door::Optional<#columns>) } else { columns }
        });
        nested(&columns.collect::<Vec<_>>())
    }

    /// A variable for each case.
    fn case_variables(&self) -> Vec<TokenStream> {
        (0..self.cases.len()).map(|at| format_ident!("case{at}").into_token_stream()).collect()
    }

    /// Statements: return the type made of `parts`, or `None`.
    fn put_together(&self) -> TokenStream {
        let name = self.input.ident.to_token_stream();
        let tuples = self.cases.iter().map(Case::tuple);
        let makes = self.cases.iter().map(|case| {
            case.make(&name, |field, variable| {
                self.call(field, ("Field", "at"), &variable.to_token_stream())
            })
        });
        if !self.is_enum() {
            return quote! {
                #(let #tuples = parts;)*
                ::core::option::Option::Some(#(#makes)*)
            };
        }
        let cases = self.case_variables();
        let parts = nested(&cases);
        quote! {
            let #parts = parts;
            #(if let ::core::option::Option::Some(#tuples) = #cases {
                return ::core::option::Option::Some(#makes);
            })*
            ::core::option::Option::None
        }
    }

    /// An expression: the parts of `owned`.
    fn take_apart(&self) -> TokenStream {
        let path = &self.owned.path;
        let arms = self.cases.iter().enumerate().map(|(at, case)| {
            let pattern = case.pattern(path);
            let tuple = case.tuple_of(|field, variable| self.back(field, variable));
            if !self.is_enum() {
                return quote!(#pattern => #tuple,);
            }
            let mut options = vec![quote!(::core::option::Option::None); self.cases.len()];
            options[at] = quote!(::core::option::Option::Some(#tuple));
            let options = nested(&options);
            quote!(#pattern => #options,)
        });
        quote!(match owned { #(#arms)* })
    }

    /// An expression: the owned form of a field, out of the owned type.
    fn back(&self, field: &Field, variable: &Ident) -> TokenStream {
        let (door, of, place) = (&self.door, self.eternal(field), field.ty.span());
        let record = fields::placed(&quote!(#door::Record), place);
        let owned_as = fields::placed(&quote!(#door::OwnedAs<_>), place);
        quote_spanned!(place=> <<#of as #record>::Owned as #owned_as>::back(#variable))
    }

    /// Statements: store `self` in `columns`.
    fn store(&self) -> TokenStream {
        let arms = self.cases.iter().enumerate().map(|(at, case)| {
            let pattern = case.pattern(&quote!(Self));
            let columns = nested(
                &case.each(|_, variable| format_ident!("{variable}_column").into_token_stream()),
            );
            let keep = case.each(|field, variable| {
                let column = format_ident!("{variable}_column");
                self.call(field, ("Field", "keep"), &quote!(#variable, #column))
            });
            if !self.is_enum() {
                return quote!(#pattern => { let #columns = columns; #(#keep;)* });
            }
            let store = if case.fields.is_empty() {
                quote!(|columns| columns.push(()))
            } else {
                quote!(|#columns| { #(#keep;)* })
            };
            let cases = self.case_variables();
            let absent = cases.iter().enumerate().filter(|(other, _)| *other != at);
            let (absent, present) = (absent.map(|(_, of)| of), &cases[at]);
            quote!(#pattern => { #present.push_present(#store); #(#absent.push_absent();)* })
        });
        let cases = if self.is_enum() { nested(&self.case_variables()) } else { quote!(columns) };
        quote! {
            let #cases = columns;
            match self { #(#arms)* }
        }
    }

    /// Makes the type out of its parts.
    fn parts(&self) -> TokenStream {
        let (door, columns) = (&self.door, self.columns());
        let (itself, view) = (self.itself(&quote!('static)), self.itself(&quote!('t)));
        let generics = self.generics(None);
        let (parameters, _, bounds) = generics.split_for_impl();
        let Owned { of: owned, in_order, .. } = &self.owned;
        let (from_parts, into_parts) = (self.put_together(), self.take_apart());
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
                    #from_parts
                }

                fn into_parts(owned: Self::Owned) -> <Self::Columns as #door::Column>::Owned {
                    #into_parts
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
        let patterns = self.cases.iter().map(|case| case.pattern(&quote!(Self)));
        let makes = self.cases.iter().map(|case| {
            case.make(path, |field, variable| {
                let own = self.call(field, ("Field", "own"), &variable.to_token_stream());
                let forth = quote!(#door::OwnedAs::forth);
                let forth = fields::placed(&forth, field.ty.span());
                quote_spanned!(field.ty.span()=> #forth(#own))
            })
        });
        let store = self.store();
        quote! {
            #[allow(trivial_bounds)]
            impl #parameters #door::Record for #itself #bounds {
                type Owned = #owned;
                type Column = #door::Borrowed<#eternal>;

                fn into_owned(self) -> Self::Owned {
                    match self {
                        #(#patterns => #makes,)*
                    }
                }

                #[inline]
                fn store(self, column: &mut Self::Column) {
                    let columns = column.columns();
                    #store
                }
            }
        }
    }
}
