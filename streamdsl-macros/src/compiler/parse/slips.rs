//! Slips in the form of a chain or a binding. Each is taken as one mistake: what was meant is read,
//! or passed over, so that nothing else is reported about it.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Lit, Token, token};

use super::{StatementParser, at_assignment, at_pipe, contains_pipe};
use crate::compiler::ast::{Arg, ArgValue, Program};
use crate::compiler::diagnostics::Place;
use crate::compiler::operators::{self, help};
use crate::compiler::{settings, source, suggest};

/// A message shows a value that has at most so many characters.
const LONGEST_SHOWN: usize = 40;

impl StatementParser<'_, '_> {
    /// Whether a binding with another word than `let` comes next, such as `val` or `lte`.
    pub(super) fn at_other_let(&self) -> bool {
        let fork = self.input.fork();
        let word = fork.call(Ident::parse_any);
        let is_word = word.is_ok_and(|word| {
            word == "const"
                || syn::parse2::<Ident>(word.to_token_stream())
                    .is_ok_and(|word| !settings::is_known(&word))
        });
        is_word && fork.peek(syn::Ident) && fork.peek2(Token![=]) && !fork.peek2(Token![==])
    }

    /// Reads `val words = chain`.
    pub(super) fn other_let(&mut self, program: &mut Program) {
        let Some(word) = self.keyword() else { return };
        let Some(name) = self.name() else { return };
        self.take_token();
        self.report(&word, format!("a stream is named by `let`, not by `{word}`"))
            .help(format!("write `let {name} = ...`"));
        self.bound_chain(Some(name), program);
    }

    /// Whether a function of another language comes next, such as `def split(line):`.
    pub(super) fn at_function(&self) -> bool {
        let fork = self.input.fork();
        let word = fork.parse::<Ident>();
        let is_word = word.is_ok_and(|word| word == "def" || word == "fun" || word == "function");
        is_word && fork.parse::<Ident>().is_ok() && fork.peek(token::Paren)
    }

    /// Reports a function of another language, and passes over the statement.
    pub(super) fn function(&mut self) {
        let Some(word) = self.name() else { return };
        let Some(name) = self.name() else { return };
        let place = Place::between(word.span(), name.span());
        self.skip_until(|_| false);
        self.report(place, "a program has no functions")
            .help(format!("write `fn {name}(..) {{ .. }}` before `stream! {{ .. }}`"));
    }

    /// The source after the name of a context, as in `ssc.socket(..)`, or else `name` itself. An unknown
    /// source is reported later, with what to write.
    pub(super) fn without_context(&mut self, name: Ident) -> Ident {
        let fork = self.input.fork();
        let source = fork.parse::<Token![.]>().and_then(|_| fork.parse::<Ident>());
        let Some(source) = source.ok().filter(|_| fork.peek(token::Paren)) else { return name };
        let called = source.to_string();
        if !suggest::is_foreign_source(&called) {
            return name;
        }
        self.take_token();
        let dot = self.last;
        self.take_token();
        if operators::find(&called).is_some() {
            self.report(Place::between(name.span(), dot), "a source needs no context")
                .help(format!("write `{called}(...)`"));
        }
        source
    }

    /// Reports a `let` that names a value, and passes over it.
    pub(super) fn bound_value(&mut self, name: &Ident) {
        let start = self.input.span();
        let value = self.input.fork().parse::<TokenStream>().unwrap_or_default();
        let value = shown_value(&value);
        let end = self.skip_until(|_| false);
        self.report(Place::between(start, end), "in a program, `let` names streams, not values")
            .help(format!("write `let {name} = {value};` before `stream! {{ .. }}`"));
    }

    /// Whether what follows can only be a value.
    pub(super) fn at_value(&self) -> bool {
        let input = self.input;
        let is_value = input.peek(Lit)
            || input.peek(Token![|])
            || input.peek(Token![||])
            || input.peek(Token![move])
            || input.peek(Token![&])
            || input.peek(Token![-])
            || input.peek(Token![!])
            || input.peek(token::Bracket)
            || input.peek(syn::Ident) && input.peek2(Token![!]);
        is_value && !at_pipe(input) && !contains_pipe(&input.fork())
    }

    /// Whether the `!` of a macro comes next.
    pub(super) fn at_macro(&self) -> bool {
        self.input.peek(Token![!]) && !self.input.peek(Token![!=])
    }

    /// Passes over the call of a macro.
    pub(super) fn macro_call(&mut self, name: &Ident, problem: &str, help: &str) {
        let sign = self.input.span();
        self.take_token();
        let place = Place::between(name.span(), sign);
        let error = self.report(place, format!("`{name}!` {problem}"));
        error.help(help);
        self.skip_until(at_pipe);
    }

    /// Passes over a closure in the place of an operator.
    pub(super) fn bare_closure(&mut self) {
        let start = self.input.span();
        let closure = self.closure_tokens();
        let place = Place::between(start, self.last);
        self.report(place, "a closure is no operator")
            .help(help::for_each_record(&shown_value(&closure)));
    }

    /// Takes everything up to the next `|>`. The `|` behind the parameters of a closure is no part
    /// of one.
    pub(super) fn closure_tokens(&mut self) -> TokenStream {
        let mut tokens = TokenStream::new();
        let mut bars = if self.input.peek(Token![|]) { 2 } else { 0 };
        while !self.input.is_empty() && (bars > 0 || !at_pipe(self.input)) {
            if bars > 0 && self.input.peek(Token![|]) {
                bars -= 1;
            }
            tokens.extend(self.take_token());
        }
        tokens
    }

    /// Takes arguments that stand without parentheses: `filter |n| n > 3`, `flat_map split`.
    pub(super) fn without_brackets(&mut self, name: &Ident) -> Option<Vec<Arg>> {
        let operator = operators::find(&name.to_string())?;
        let takes_some = operator.params.iter().any(|param| param.required);
        if !takes_some || !self.at_bare_argument() {
            return None;
        }
        let start = self.input.span();
        let text = shown_value(&self.closure_tokens());
        let place = Place::between(start, self.last);
        self.report(place, format!("the arguments of `{name}` belong in parentheses"))
            .help(format!("write `{name}({text})`"));
        Some(vec![Arg { name: None, value: ArgValue::reported(start) }])
    }

    /// Whether something follows the name of an operator that is probably meant as its argument:
    /// a closure, a literal, or a name that is no operator.
    pub(super) fn at_bare_argument(&self) -> bool {
        let input = self.input;
        if input.peek(Token![|]) {
            return !at_pipe(input) && self.at_closure();
        }
        let is_name = input.fork().parse::<Ident>().is_ok_and(|name| {
            let is_operator = operators::find(&name.to_string()).is_some();
            !is_operator && !at_assignment(input)
        });
        input.peek(Lit) || input.peek(Token![move]) || is_name
    }

    /// Whether the parameters of a closure come next: `|a, (b, _)|`.
    pub(super) fn at_closure(&self) -> bool {
        let fork = self.input.fork();
        let is_closure = fork.parse::<Token![|]>().is_ok()
            && fork.call(syn::Pat::parse_single).is_ok()
            && (fork.peek(Token![|]) && !at_pipe(&fork) || fork.peek(Token![,]));
        let first = self.input.fork();
        let names_operator = first.parse::<Token![|]>().is_ok()
            && first.parse::<Ident>().is_ok_and(|of| operators::find(&of.to_string()).is_some());
        is_closure && !names_operator
    }
}

/// A value as the user wrote it, if it is short.
fn shown_value(tokens: &TokenStream) -> String {
    let text = source::tokens(tokens);
    if text.len() > LONGEST_SHOWN { "...".to_owned() } else { text }
}
