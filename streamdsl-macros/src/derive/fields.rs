//! What a derived implementation asks of the types of the fields.
//!
//! A field of a wrong type is one mistake, but an implementation needs the type in many places. So
//! the implementation asks for it in its bounds, at the field: rustc reports a bound that does not
//! hold there, and takes it for granted inside.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Data, Field, Generics, Ident, Type, TypePath, parse_quote};

/// Types of the standard library, and what they are written with. Types of the user's own are not
/// asked for: they may contain each other, and a bound must not lead back to itself.
const KNOWN: &[&str] = &[
    "std",
    "core",
    "alloc",
    "collections",
    "rc",
    "sync",
    "cell",
    "time",
    "path",
    "string",
    "vec",
    "bool",
    "char",
    "str",
    "f32",
    "f64",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "String",
    "Vec",
    "VecDeque",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "BinaryHeap",
    "LinkedList",
    "Option",
    "Result",
    "Box",
    "Rc",
    "Arc",
    "Weak",
    "Cell",
    "RefCell",
    "Mutex",
    "RwLock",
    "Instant",
    "SystemTime",
    "Duration",
    "PathBuf",
    "OsString",
    "Cow",
    "dyn",
    "Fn",
    "FnMut",
    "FnOnce",
    "Send",
    "Sync",
    "NonNull",
    "PhantomData",
];

/// Adds to `generics`, for each field that `is_asked` accepts, that its type implements `required`.
pub(super) fn require(
    generics: &mut Generics,
    data: &Data,
    is_asked: fn(&Type) -> bool,
    required: &TokenStream,
) {
    for of in types(data).into_iter().filter(|of| is_asked(of)) {
        let bound = placed(required, of.span());
        generics.make_where_clause().predicates.push(parse_quote!(#of: #bound));
    }
}

/// The types of the fields that are not written by a codec.
fn types(data: &Data) -> Vec<&Type> {
    let fields: Vec<&Field> = match data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|of| &of.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    let has_codec =
        |field: &&Field| field.attrs.iter().any(|attr| attr.path().is_ident("streamdsl"));
    fields.into_iter().filter(|field| !has_codec(field)).map(|field| &field.ty).collect()
}

/// Whether a type consists of types of the standard library only.
pub(super) fn is_known(of: &Type) -> bool {
    are_known(of.to_token_stream())
}

fn are_known(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Ident(name) => KNOWN.iter().any(|known| name == known),
        TokenTree::Group(group) => are_known(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

/// Collections of the standard library that are no keys, whatever they hold.
const COLLECTIONS: &[&str] =
    &["HashMap", "HashSet", "BTreeMap", "BTreeSet", "BinaryHeap", "VecDeque", "LinkedList"];

/// Whether a type certainly is no key: a float, or a collection that is written with its parameters. A
/// type of the user's may have any other name.
pub(super) fn is_no_key(of: &Type) -> bool {
    let Type::Path(TypePath { qself: None, path, .. }) = of else { return false };
    let Some(last) = path.segments.last() else { return false };
    if last.arguments.is_empty() {
        return path.is_ident("f32") || path.is_ident("f64");
    }
    COLLECTIONS.iter().any(|name| last.ident == name)
}

/// Whether a type has no lifetimes.
pub(super) fn is_owned(of: &Type) -> bool {
    !have_lifetimes(of.to_token_stream())
}

fn have_lifetimes(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => have_lifetimes(group.stream()),
        TokenTree::Punct(sign) => matches!(sign.as_char(), '\'' | '&'),
        _ => false,
    })
}

/// Whether a type is written with a name.
pub(super) fn mentions(of: &Type, name: &Ident) -> bool {
    have_name(of.to_token_stream(), name)
}

fn have_name(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => have_name(group.stream(), name),
        TokenTree::Ident(of) => of == *name,
        _ => false,
    })
}

/// `tokens` as if they stood at `place`: where rustc finds the same thing wrong twice at one place,
/// it says so once. They must not contain names of locals.
pub(super) fn placed(tokens: &TokenStream, place: Span) -> TokenStream {
    tokens.clone().into_iter().map(|token| at(token, place)).collect()
}

fn at(mut token: TokenTree, place: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        let inside = group.stream().into_iter().map(|token| at(token, place)).collect();
        token = TokenTree::Group(Group::new(group.delimiter(), inside));
    }
    token.set_span(place);
    token
}
