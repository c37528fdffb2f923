//! Sources that functions of the user's make, and the methods of sources: Rust, which is passed on.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::Resolver;
use super::kinds::{describe, plain_name};
use crate::compiler::ast::{Arg, ArgValue, Call, Method};
use crate::compiler::duration;
use crate::compiler::operators;
use crate::compiler::resolved::{Argument, Made, Operation, Rust};

impl Resolver<'_> {
    /// The source that a function of the user's makes: `my::feed(3)`.
    pub(super) fn own_source(&mut self, head: Call) -> Operation {
        let Call { pipe, name, path, generics, parens, args, methods } = head;
        let path = path.unwrap_or_else(|| name.to_token_stream());
        let args = self.rust_arguments(&name, args);
        let arguments = in_parentheses(parens.unwrap_or_else(|| name.span()), &args).code;
        let function = path.to_string().replace(' ', "");
        let by = Some((function, quote!(#path #generics #arguments)));
        let made = Made { by, methods: self.methods(methods) };
        let args = args.into_iter().map(|arg| Argument::Value(arg.written)).collect();
        Operation { operator: operators::own_source(), name, generics: None, args, pipe, made }
    }

    /// The calls of methods behind the call of a source.
    pub(super) fn methods(&mut self, methods: Vec<Method>) -> Vec<Rust> {
        let mut calls = Vec::new();
        for Method { dot, name, generics, parens, args } in methods {
            let args = self.rust_arguments(&name, args);
            let arguments = in_parentheses(parens, &args);
            let call = |arguments| quote_spanned!(dot=> .#name #generics #arguments);
            calls.push(Rust { code: call(arguments.code), written: call(arguments.written) });
        }
        calls
    }

    fn rust_arguments(&mut self, called: &Ident, args: Vec<Arg>) -> Vec<Rust> {
        args.into_iter().filter_map(|arg| self.rust_argument(called, arg)).collect()
    }

    fn rust_argument(&mut self, called: &Ident, arg: Arg) -> Option<Rust> {
        // A mistake: no stream is a value. rustc reports it, so it is no unused stream besides.
        if let Some(name) = plain_name(&arg.value) {
            self.bindings.mark_used(name);
        }
        if let Some(name) = &arg.name {
            self.diagnostics
                .error(name, format!("`{called}` is a Rust function, which has no named arguments"))
                .help("write the value alone");
            return None;
        }
        match arg.value {
            ArgValue::Expr(expr) => Some(Rust::plain(expr.into_token_stream())),
            ArgValue::Tokens(tokens, _) => Some(Rust::plain(tokens)),
            ArgValue::Duration(value, span) => {
                let (seconds, nanos) = (value.as_secs(), value.subsec_nanos());
                let code = quote_spanned!(span=> ::core::time::Duration::new(#seconds, #nanos));
                let text = span.source_text().unwrap_or_else(|| duration::display(value));
                let mut literal: Literal = text.parse().ok()?;
                literal.set_span(span);
                Some(Rust { code, written: literal.to_token_stream() })
            }
            ArgValue::Operator(_, span) => {
                let found = describe(&arg.value);
                self.diagnostics
                    .error(span, format!("`{called}` expects a Rust expression, found {found}"));
                None
            }
        }
    }
}

impl Rust {
    /// Rust that is compiled as it is written.
    fn plain(tokens: TokenStream) -> Self {
        Self { code: tokens.clone(), written: tokens }
    }
}

fn in_parentheses(parens: Span, args: &[Rust]) -> Rust {
    let (code, written) = (args.iter().map(|arg| &arg.code), args.iter().map(|arg| &arg.written));
    Rust {
        code: quote_spanned!(parens=> (#(#code),*)),
        written: quote_spanned!(parens=> (#(#written),*)),
    }
}
