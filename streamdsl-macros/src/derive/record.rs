//! `#[derive(Record)]`: an owned type as value and record; a type that borrows is in `borrowed`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Data, DataEnum, DeriveInput, Error, Field, Fields, Generics, Ident, Path, Result, parse_quote,
};

use super::shape::{braces, shape, variables};
use super::{Settings, borrowed, fields, lifetime};

/// What is written for a type: its shape, and how to write and read it.
struct Body {
    shape: TokenStream,
    heap: TokenStream,
    encode: TokenStream,
    decode: TokenStream,
}

pub(super) fn derive(input: &DeriveInput, settings: &Settings) -> Result<TokenStream> {
    match (lifetime::only(&input.generics, "record")?, &settings.owned) {
        (Some(lifetime), _) => borrowed::derive(input, &lifetime, settings),
        (None, Some(owned)) => Err(Error::new_spanned(
            owned,
            "this type borrows nothing, so it is its own owned form: remove `owned`",
        )),
        (None, None) => implement(input, &input.ident, &settings.runtime),
    }
}

/// Implements `Value` and `Record` for an owned type. In saved state the type is called `named`.
pub(super) fn implement(input: &DeriveInput, named: &Ident, runtime: &Path) -> Result<TokenStream> {
    let mut generics = bounded(&input.generics, runtime);
    let value = quote!(#runtime::__private::Value);
    fields::require(&mut generics, &input.data, fields::is_known, &value);
    if input.generics.params.is_empty() {
        let name = &input.ident;
        let clone = fields::placed(&quote!(::core::clone::Clone), name.span());
        generics.make_where_clause().predicates.push(parse_quote!(#name: #clone));
    }
    let body = match &input.data {
        Data::Struct(data) => of_struct(named, &data.fields, runtime)?,
        Data::Enum(data) => of_enum(named, data, runtime)?,
        Data::Union(_) => return Err(super::no_union(input)),
    };
    let Body { shape, heap, encode, decode } = body;
    let has_heap = has_heap(&input.data, runtime)?;
    let name = &input.ident;
    let plain = named.unraw().to_string();
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let kept = quote! {
        type Owned = Self;
        type Column = #runtime::__private::Values<Self>;
    };
    let kept = fields::placed(&kept, name.span());
    Ok(quote! {
        #[allow(trivial_bounds)]
        impl #parameters #runtime::__private::Value for #name #arguments #bounds {
            const HAS_HEAP: bool = false #has_heap;

            fn heap_size(&self) -> usize {
                #heap
            }

            fn shape() -> ::std::string::String {
                #runtime::__private::shape_of::<Self>(#plain, || { #shape })
            }

            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                #encode
            }

            fn decode(
                input: &mut #runtime::__private::Input<'_>,
            ) -> ::core::result::Result<Self, #runtime::__private::DecodeError> {
                #decode
            }
        }

        #[allow(trivial_bounds)]
        impl #parameters #runtime::__private::Record for #name #arguments #bounds {
            #kept

            #[inline]
            fn into_owned(self) -> Self {
                self
            }

            #[inline]
            fn store(self, column: &mut #runtime::__private::Values<Self>) {
                column.push(self);
            }
        }
    })
}

/// The generics with every type a value.
fn bounded(generics: &Generics, runtime: &Path) -> Generics {
    let mut generics = generics.clone();
    for of in generics.type_params_mut() {
        of.bounds.push(parse_quote!(#runtime::__private::Value));
    }
    generics
}

fn of_struct(name: &Ident, fields: &Fields, runtime: &Path) -> Result<Body> {
    let pattern = braces(fields);
    let codecs = codecs(fields, runtime)?;
    let (encode, decode) = (encode(fields, &codecs), decode(fields, &codecs));
    // A value takes at least one byte, so that counts of values can be checked against the input.
    let (blank, skip) = if fields.is_empty() {
        (quote!(out.push(0);), quote!(input.take(1)?;))
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    Ok(Body {
        shape: shape(name, fields, &shapes(&codecs)),
        heap: {
            let heap = heap(fields, &codecs);
            quote!(let Self #pattern = self; #heap)
        },
        encode: quote! {
            let Self #pattern = self;
            #blank
            #encode
        },
        decode: quote! {
            #skip
            #decode
            ::core::result::Result::Ok(Self #pattern)
        },
    })
}

fn of_enum(name: &Ident, data: &DataEnum, runtime: &Path) -> Result<Body> {
    if data.variants.is_empty() {
        return Ok(Body {
            shape: quote!(::std::string::ToString::to_string(::core::stringify!(#name))),
            heap: quote!(match *self {}),
            encode: quote!(match *self {}),
            decode: quote!(::core::result::Result::Err(
                input.error("a value of a type without values")
            )),
        });
    }
    let variants: Vec<&Ident> = data.variants.iter().map(|variant| &variant.ident).collect();
    let patterns: Vec<TokenStream> = data.variants.iter().map(|of| braces(&of.fields)).collect();
    let codecs = data.variants.iter().map(|of| codecs(&of.fields, runtime));
    let codecs = codecs.collect::<Result<Vec<_>>>()?;
    let with_codecs = || data.variants.iter().zip(&codecs);
    let heaps = with_codecs().map(|(of, codecs)| heap(&of.fields, codecs));
    let encodes = with_codecs().map(|(of, codecs)| encode(&of.fields, codecs));
    let decodes = with_codecs().map(|(of, codecs)| decode(&of.fields, codecs));
    let shapes = with_codecs().map(|(of, codecs)| shape(&of.ident, &of.fields, &shapes(codecs)));
    let indices: Vec<u64> = (0..data.variants.len() as u64).collect();
    let open = format!("{name} {{{{ {{}} }}}}");
    let unknown = format!("there is no variant {{}} of {name}");
    Ok(Body {
        shape: quote! {
            let variants: ::std::vec::Vec<::std::string::String> = ::std::vec![#(#shapes),*];
            ::std::format!(#open, variants.join(" | "))
        },
        heap: quote!(match self { #(Self::#variants #patterns => { #heaps })* }),
        encode: quote! {
            match self {
                #(Self::#variants #patterns => {
                    #runtime::__private::put_varint(out, #indices);
                    #encodes
                })*
            }
        },
        decode: quote! {
            let at = ::core::clone::Clone::clone(input);
            match input.varint()? {
                #(#indices => {
                    #decodes
                    ::core::result::Result::Ok(Self::#variants #patterns)
                })*
                other => ::core::result::Result::Err(at.error(::std::format!(#unknown, other))),
            }
        },
    })
}

/// The type and trait that write and read each field: its own type, or the codec that it names.
fn codecs(fields: &Fields, runtime: &Path) -> Result<Vec<TokenStream>> {
    fields.iter().map(|field| codec(field, runtime)).collect()
}

fn codec(field: &Field, runtime: &Path) -> Result<TokenStream> {
    let (of, door) = (&field.ty, quote!(#runtime::__private));
    if let Some(codec) = super::codec(field)? {
        return Ok(quote!(<#codec as #door::Codec<#of>>));
    }
    let place = of.span();
    let value = fields::placed(&quote!(#door::Value), place);
    Ok(quote_spanned!(place=> <#of as #value>))
}

fn shapes(codecs: &[TokenStream]) -> Vec<TokenStream> {
    codecs.iter().map(|codec| quote!(#codec::shape())).collect()
}

/// The sum of what the fields own outside of themselves.
fn heap(fields: &Fields, codecs: &[TokenStream]) -> TokenStream {
    let variables = variables(fields);
    quote!(0 #(+ #codecs::heap_size(#variables))*)
}

/// Whether a field owns anything outside of itself.
fn has_heap(data: &Data, runtime: &Path) -> Result<TokenStream> {
    let fields: Vec<&Field> = match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|of| &of.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    let codecs = fields.into_iter().map(|field| codec(field, runtime));
    let codecs = codecs.collect::<Result<Vec<_>>>()?;
    Ok(quote!(#(|| #codecs::HAS_HEAP)*))
}

fn encode(fields: &Fields, codecs: &[TokenStream]) -> TokenStream {
    let variables = variables(fields);
    quote!(#(#codecs::encode(#variables, out);)*)
}

fn decode(fields: &Fields, codecs: &[TokenStream]) -> TokenStream {
    let variables = variables(fields);
    quote!(#(let #variables = #codecs::decode(input)?;)*)
}
