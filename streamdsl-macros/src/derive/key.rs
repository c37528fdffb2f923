//! `#[derive(Key)]`: a struct of keys as a key, packed as the tuple of its fields; an enum of names,
//! packed as the number of the variant.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Data, DataEnum, DeriveInput, Error, Fields, GenericParam, Generics, Lifetime, Path, Result,
    Token, parse_quote, token,
};

use super::lifetime::replace;
use super::shape::{braces, nested, shape, variables};
use super::{Settings, fields, lifetime};

/// What to do about a field that is no key.
const NO_KEY: &str = "use a type that is equal to itself and has a fixed order, such as an integer, a \
                      string, or a tuple of them: for a float, a `u64` of `.to_bits()` or a rounded \
                      number; for what only goes along with the key, a value beside it, as in `(key, \
                      value)`";

pub(super) fn derive(input: &DeriveInput, settings: &Settings) -> Result<TokenStream> {
    let names = Names::new(input, &settings.runtime)?;
    let contents = match &input.data {
        Data::Struct(data) => of_struct(&names, &data.fields),
        Data::Enum(data) => of_enum(&names, data),
        Data::Union(_) => Err(super::no_union(input)),
    };
    Ok(contents.map_or_else(
        |error| refused(input, &settings.runtime, &error),
        |of| implement(&names, &of),
    ))
}

/// The error, and an implementation that only serves to keep rustc from reporting it again wherever
/// the type is used as a key.
fn refused(input: &DeriveInput, runtime: &Path, error: &Error) -> TokenStream {
    let error = error.to_compile_error();
    let bare = DeriveInput { data: Data::Enum(no_variants()), ..input.clone() };
    let Ok(names) = Names::new(&bare, runtime) else { return error };
    let contents = Contents {
        family: quote!(()),
        out: quote!(),
        back: quote! {
            let _ = view;
            ::core::unreachable!()
        },
        check: TokenStream::new(),
        shape: quote!(::std::string::String::new()),
    };
    let implementation = implement(&names, &contents);
    quote!(#error #implementation)
}

/// The names that a type goes by.
struct Names<'a> {
    input: &'a DeriveInput,
    runtime: &'a Path,
    generics: Generics,
    /// The one lifetime that the type may have.
    lifetime: Option<Lifetime>,
}

impl<'a> Names<'a> {
    fn new(input: &'a DeriveInput, runtime: &'a Path) -> Result<Self> {
        let mut generics = input.generics.clone();
        for of in generics.type_params_mut() {
            of.bounds.push(parse_quote!(for<'view> #runtime::__private::FromView<'view>));
            for bound in [
                quote!(::core::clone::Clone),
                quote!(::core::marker::Send),
                quote!(::core::marker::Sync),
                quote!('static),
            ] {
                of.bounds.push(parse_quote!(#bound));
            }
        }
        let key = quote!(#runtime::__private::Key);
        fields::require(&mut generics, &input.data, fields::is_owned, &key);
        let from_view = quote!(for<'view> #runtime::__private::FromView<'view>);
        fields::require(&mut generics, &input.data, fields::is_owned, &from_view);
        let lifetime = lifetime::only(&input.generics, "key")?;
        Ok(Self { input, runtime, generics, lifetime })
    }

    /// `of` with `lifetime` in place of the type's own.
    fn with(&self, lifetime: &TokenStream, of: impl ToTokens) -> TokenStream {
        match &self.lifetime {
            Some(own) => replace(&of, own, lifetime),
            None => of.to_token_stream(),
        }
    }

    /// The type with `lifetime` in place of its own.
    fn itself(&self, lifetime: &TokenStream) -> TokenStream {
        let (_, arguments, _) = self.generics.split_for_impl();
        let arguments = self.with(lifetime, arguments);
        let name = &self.input.ident;
        quote!(#name #arguments)
    }

    /// The generics with `lifetime`, or none, in place of the type's own.
    fn generics(&self, lifetime: Option<&Lifetime>) -> Generics {
        let mut generics = self.generics.clone();
        let others = generics.params.into_iter();
        let others = others.filter(|of| !matches!(of, GenericParam::Lifetime(_)));
        let lifetime = lifetime.map(|of| -> GenericParam { parse_quote!(#of) });
        generics.params = lifetime.into_iter().chain(others).collect();
        generics
    }
}

/// What a key is packed as, and how.
struct Contents {
    /// The family of the contents.
    family: TokenStream,
    /// From `self` to a key of that family.
    out: TokenStream,
    /// From a `view` of that family to `Self`.
    back: TokenStream,
    /// Refuses a `packed` key that was read and is none of this type.
    check: TokenStream,
    shape: TokenStream,
}

fn no_variants() -> DataEnum {
    DataEnum {
        enum_token: Token![enum](Span::call_site()),
        brace_token: token::Brace::default(),
        variants: Punctuated::new(),
    }
}

fn of_struct(names: &Names<'_>, fields: &Fields) -> Result<Contents> {
    if let Some(field) = fields.iter().find(|field| fields::is_no_key(&field.ty)) {
        let of = &field.ty;
        let message = format!("`{}` cannot be a field of a key; {NO_KEY}", of.to_token_stream());
        return Err(Error::new_spanned(of, message));
    }
    let runtime = names.runtime;
    let families: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let of = names.with(&quote!('static), &field.ty);
            let key = fields::placed(&quote!(#runtime::__private::Key), field.ty.span());
            quote_spanned!(field.ty.span()=> <#of as #key>::Family)
        })
        .collect();
    let shapes: Vec<TokenStream> = families
        .iter()
        .map(|of| quote!(<#of as #runtime::__private::KeyFamily>::shape()))
        .collect();
    let variables = variables(fields);
    let views = fields.iter().zip(&variables).map(|(field, variable)| {
        let from_view = quote!(#runtime::__private::FromView::from_view);
        let from_view = fields::placed(&from_view, field.ty.span());
        quote!(let #variable = #from_view(#variable);)
    });
    let tuple = nested(&variables.iter().map(ToTokens::to_token_stream).collect::<Vec<_>>());
    let (name, pattern) = (&names.input.ident, braces(fields));
    Ok(Contents {
        family: nested(&families),
        out: quote! {
            let Self #pattern = self;
            #tuple
        },
        back: quote! {
            let #tuple = view;
            #(#views)*
            #name #pattern
        },
        check: TokenStream::new(),
        shape: shape(name, fields, &shapes),
    })
}

fn of_enum(names: &Names<'_>, data: &DataEnum) -> Result<Contents> {
    let name = &names.input.ident;
    if let Some(variant) = data.variants.iter().find(|variant| !variant.fields.is_empty()) {
        return Err(Error::new_spanned(
            variant,
            "an enum that is a key cannot have fields; put them beside it, in a struct or a tuple",
        ));
    }
    let variants: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
    let Some((last, others)) = variants.split_last() else {
        return Err(Error::new_spanned(name, "an enum without variants has no values to be keys"));
    };
    let runtime = names.runtime;
    let count = variants.len() as u32;
    let (numbers, before) = (0..count, 0..count - 1);
    let unknown = format!("there is no variant {{}} of {name}");
    let alternatives: Vec<String> = variants.iter().map(ToString::to_string).collect();
    let shape = format!("{name} {{ {} }}", alternatives.join(" | "));
    Ok(Contents {
        family: quote!(u32),
        out: quote! {
            match self {
                #(Self::#variants => #numbers,)*
            }
        },
        back: quote! {
            match view {
                #(#before => #name::#others,)*
                _ => #name::#last,
            }
        },
        check: quote! {
            let packed: #runtime::__private::PackedOf<u32> = packed;
            if packed >= #count {
                return ::core::result::Result::Err(at.error(::std::format!(#unknown, packed)));
            }
        },
        shape: quote!(::std::string::ToString::to_string(#shape)),
    })
}

fn implement(names: &Names<'_>, contents: &Contents) -> TokenStream {
    let runtime = names.runtime;
    let door = quote!(#runtime::__private);
    let own = names.lifetime.as_ref().map_or_else(|| quote!('static), ToTokens::to_token_stream);
    let itself = names.itself(&own);
    let family = names.itself(&quote!('static));
    let view = names.itself(&quote!('t));
    let (parameters, _, bounds) = names.generics.split_for_impl();
    let viewing = names.generics(Some(&parse_quote!('t)));
    let (view_parameters, _, _) = viewing.split_for_impl();
    let out = &contents.out;
    let implementation = implement_family(names, contents, &family, &view);
    quote! {
        #[automatically_derived]
        #[allow(clippy::unused_unit, trivial_bounds)]
        impl #parameters #door::Key for #itself #bounds {
            type Family = #family;

            #[inline]
            fn pack(&self, packer: &mut #door::Packer<'_>) -> #door::PackedOf<#family> {
                let contents = { #out };
                #door::Key::pack(&contents, packer)
            }
        }

        #implementation

        #[allow(trivial_bounds)]
        impl #view_parameters #door::FromView<'t> for #view #bounds {
            #[inline]
            fn from_view(view: #view) -> Self {
                view
            }
        }
    }
}

fn implement_family(
    names: &Names<'_>,
    Contents { family: contents, back, check, shape, .. }: &Contents,
    family: &TokenStream,
    view: &TokenStream,
) -> TokenStream {
    let runtime = names.runtime;
    let door = quote!(#runtime::__private);
    let interner = quote!(#door::Interner);
    let owned = names.generics(None);
    let (parameters, _, bounds) = owned.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(clippy::unused_unit, trivial_bounds)]
        impl #parameters #door::KeyFamily for #family #bounds {
            type Packed = #door::PackedOf<#contents>;
            type View<'t> = #view;

            #[inline]
            fn view<'t>(packed: &'t Self::Packed, interner: &'t #interner) -> #view {
                let view = <#contents as #door::KeyFamily>::view(packed, interner);
                #back
            }

            #[inline]
            fn rebase(packed: Self::Packed, from: &#interner, to: &mut #interner) -> Self::Packed {
                <#contents as #door::KeyFamily>::rebase(packed, from, to)
            }

            fn shape() -> ::std::string::String {
                #shape
            }

            fn encode(packed: &Self::Packed, interner: &#interner, out: &mut ::std::vec::Vec<u8>) {
                <#contents as #door::KeyFamily>::encode(packed, interner, out);
            }

            fn decode(
                input: &mut #door::Input<'_>,
                interner: &mut #interner,
            ) -> ::core::result::Result<Self::Packed, #door::DecodeError> {
                let at = ::core::clone::Clone::clone(input);
                let packed = <#contents as #door::KeyFamily>::decode(input, interner)?;
                #check
                let _ = at;
                ::core::result::Result::Ok(packed)
            }
        }
    }
}
