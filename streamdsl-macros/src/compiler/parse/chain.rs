//! Chains: a head, and calls joined by `|>`.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse as _, ParseStream};
use syn::{AngleBracketedGenericArguments, ExprPath, Token, token};

use super::{StatementParser, argument, at_assignment, at_pipe};
use crate::compiler::ast::{Arg, ArgValue, Call, Chain, Method, plain};
use crate::compiler::diagnostics::Place;
use crate::compiler::operators::{self, Operator, help};
use crate::compiler::suggest;

/// What to do at the place where a `|>` may stand.
enum Joint {
    /// The chain goes on with the operator after this `|>`, or what stands in its place.
    Pipe(Span),
    /// The chain is over: the statement ends, or another begins without a `;`.
    End,
}

impl StatementParser<'_, '_> {
    /// Reads a chain; `what` names it in messages.
    pub(super) fn chain(&mut self, what: &str) -> Option<Chain> {
        let head = self.head(what)?;
        let mut calls = Vec::new();
        while let Joint::Pipe(pipe) = self.joint() {
            let call = self.call(pipe);
            if call.as_ref().is_some_and(|call| operators::find(&plain(&call.name)).is_none()) {
                // The methods of what is unknown are no other mistake.
                self.methods(None);
            }
            calls.extend(call);
        }
        Some(Chain { head, calls })
    }

    /// Reads the source or the bound stream that a chain starts with.
    fn head(&mut self, what: &str) -> Option<Call> {
        if let Some(path) = self.speculate(path_of_several) {
            return self.call_of_path(&path);
        }
        if self.input.peek(syn::Ident) {
            let name = self.name()?;
            if self.at_macro() {
                self.macro_call(&name, "is a macro and cannot start a chain", help::CHAIN_STARTS);
                self.skip_until(|_| false);
                return None;
            }
            let name = self.without_context(name);
            let mut head = self.call_of(name.span(), name);
            if head.parens.is_some() {
                head.methods = self.methods(operators::find(&plain(&head.name)));
            }
            return Some(head);
        }
        let span = self.input.span();
        if self.input.is_empty() {
            self.report(self.last, format!("{what} is missing")).help(help::CHAIN_STARTS);
        } else if at_pipe(self.input) {
            let pipe = self.pipe();
            self.report(pipe, format!("{what} cannot start with `|>`")).help(help::CHAIN_STARTS);
        } else if let Some(keyword) = self.keyword() {
            self.report(span, format!("`{keyword}` is a Rust keyword and cannot start {what}"))
                .help(help::instead_of_statement(&keyword.to_string()));
        } else if let Some(token) = self.take_token() {
            let sign = shown(&token);
            let message = format!("{what} cannot start with `{sign}`");
            let help = if sign == "#" { "a comment begins with `//`" } else { help::CHAIN_STARTS };
            self.report(token.span(), message).help(help);
        }
        self.skip_until(|_| false);
        None
    }

    /// Takes the `|>` before the next call, or what was written in its place.
    fn joint(&mut self) -> Joint {
        loop {
            let span = self.input.span();
            if self.input.is_empty() {
                return Joint::End;
            }
            if at_pipe(self.input) {
                self.pipe();
                return Joint::Pipe(span);
            }
            if self.input.peek(Token![let]) || at_assignment(self.input) {
                self.report(span, "expected `;` before this statement");
                return Joint::End;
            }
            if self.input.peek(Ident::peek_any) {
                return self.joint_before_name(span);
            }
            if let Some(joint) = self.stray() {
                return joint;
            }
        }
    }

    /// Takes a `|>`.
    pub(super) fn pipe(&mut self) -> Place {
        let start = self.input.span();
        self.take_token();
        self.take_token();
        Place::between(start, self.last)
    }

    /// Two calls with nothing between them: a `|>` or a `;` was forgotten, whichever makes sense.
    fn joint_before_name(&mut self, span: Span) -> Joint {
        let Ok(name) = self.input.fork().call(Ident::parse_any) else { return Joint::End };
        let operator = operators::find(&plain(&name));
        let starts_chain = match operator {
            Some(operator) => operator.is_source(),
            None => self.input.peek2(Token![|]) || self.input.peek2(Token![::]),
        };
        if starts_chain {
            self.report(span, format!("expected `;` before `{name}`"))
                .help(format!("a new chain starts at `{name}`"));
            return Joint::End;
        }
        self.report(span, format!("expected `|>` before `{name}`"));
        Joint::Pipe(span)
    }

    /// Takes punctuation or brackets where only a `|>` may stand. Punctuation followed by a name
    /// is read as the `|>` that was meant.
    fn stray(&mut self) -> Option<Joint> {
        let start = self.input.span();
        let mut text = String::new();
        while let Some((TokenTree::Punct(punct), _)) = self.input.cursor().token_tree() {
            if at_pipe(self.input) {
                break;
            }
            text.push(punct.as_char());
            self.take_token();
        }
        self.complete = false;
        if text.is_empty() {
            let token = self.take_token()?;
            let message = format!("expected `|>` or `;`, found `{}`", shown(&token));
            self.diagnostics.error(token.span(), message);
            return None;
        }
        if at_pipe(self.input) {
            let place = Place::between(start, self.last);
            self.diagnostics
                .error(place, format!("unexpected `{text}` before `|>`"))
                .help(format!("remove the `{text}`"));
            return None;
        }
        if !self.strays.contains(&text) {
            let place = Place::between(start, self.last);
            let error = self.diagnostics.error(place, format!("expected `|>`, found `{text}`"));
            if text == "." && self.input.peek(Token![await]) {
                error.help("remove `.await`: the context runs a program, and waits for it");
                self.take_token();
                return None;
            } else if text == "." {
                error.help(help::JOINED);
            } else if self.input.is_empty() {
                error.help("a chain ends with `;` or the end of the program");
            }
            self.strays.push(text);
        }
        (!self.input.is_empty()).then_some(Joint::Pipe(start))
    }

    /// Reads the call after a `|>`.
    fn call(&mut self, pipe: Span) -> Option<Call> {
        if self.input.peek(syn::Ident) {
            let name = self.name()?;
            if self.at_macro() {
                let meant = suggest::behind_pipe(&name.to_string());
                let help = meant.unwrap_or_else(|| "call it in a closure".to_owned());
                self.macro_call(&name, "is a macro, not an operator", &help);
                return None;
            }
            let is_known = operators::find(&name.to_string()).is_some();
            if !is_known && (self.input.peek(token::Brace) || self.input.peek(token::Bracket)) {
                // The name will be reported.
                self.take_token();
                return Some(Call::bare(pipe, name));
            }
            return Some(self.call_of(pipe, name));
        }
        if self.input.peek(Token![|]) && !at_pipe(self.input) && self.at_closure() {
            self.bare_closure();
            return Some(Call::missing(pipe));
        }
        if self.input.is_empty() {
            // A stray sign at the end has been reported as such.
            if self.complete || self.strays.is_empty() {
                self.report(Place::between(pipe, self.last), "expected an operator after `|>`")
                    .help(help::OPERATOR);
            }
            return Some(Call::missing(pipe));
        } else if at_pipe(self.input) {
            self.report(Place::between(pipe, self.last), "expected an operator after this `|>`")
                .help("remove one of the two `|>`");
            return Some(Call::missing(pipe));
        } else if let Some(keyword) = self.keyword() {
            self.keyword_call(&keyword);
        } else if let Some(token) = self.take_token() {
            let message = format!("expected an operator after `|>`, found `{}`", shown(&token));
            self.report(token.span(), message).help(help::OPERATOR);
            if matches!(token, TokenTree::Punct(_)) && self.input.peek(syn::Ident) {
                return self.call(pipe);
            }
        }
        None
    }

    /// Passes over a call whose name is a keyword.
    fn keyword_call(&mut self, keyword: &Ident) {
        let message = format!("`{keyword}` is a Rust keyword, not an operator");
        let error = self.report(keyword, message);
        if let Some(meant) = suggest::behind_pipe(&plain(keyword)) {
            error.help(meant);
        }
        self.skip_until(at_pipe);
    }

    /// Reads what follows the `name` of a call: a turbofish, and arguments.
    fn call_of(&mut self, pipe: Span, name: Ident) -> Call {
        let name = self.path_end(name);
        let generics = self.generics(&name);
        let group =
            if self.input.peek(token::Paren) { self.input.parse::<Group>().ok() } else { None };
        let Some(group) = group else {
            let misplaced = self.without_brackets(&name).or_else(|| self.wrong_brackets(&name));
            let args = misplaced.unwrap_or_default();
            return Call { generics, args, ..Call::bare(pipe, name) };
        };
        self.last = group.span_close();
        let parens = Some(group.span());
        let args = argument::list(&group, self.diagnostics);
        Call { generics, parens, args, ..Call::bare(pipe, name) }
    }

    /// Reads what follows the path of a function that makes a source: its arguments, and methods of
    /// the source.
    fn call_of_path(&mut self, path: &ExprPath) -> Option<Call> {
        let name = path.path.segments.last()?.ident.clone();
        self.last = name.span();
        let path = path.to_token_stream();
        let text = compact(&path);
        let mut call = Call { path: Some(path), ..Call::bare(name.span(), name) };
        if let Some(group) = self.parentheses() {
            call.parens = Some(group.span());
            call.args = argument::list(&group, self.diagnostics);
            call.methods = self.methods(None);
            return Some(call);
        }
        self.report(Place::of(&call.path), format!("the function `{text}` is not called"))
            .help(help::own_call(&text));
        self.skip_until(|_| false);
        None
    }

    /// Reads the calls of methods behind the call of a source. The name of an operator is not read as
    /// a method, unless the source has such a method: it shows that a `|>` was meant.
    fn methods(&mut self, source: Option<&Operator>) -> Vec<Method> {
        let mut methods = Vec::new();
        while self.input.peek(Token![.]) && self.input.peek2(syn::Ident) {
            let fork = self.input.fork();
            let called = fork.parse::<Token![.]>().and_then(|_| fork.parse::<Ident>());
            let Ok(called) = called else { break };
            let called = plain(&called);
            let has = |source: &Operator| source.methods.contains(&called.as_str());
            if operators::find(&called).is_some() && source.is_some_and(|source| !has(source)) {
                break;
            }
            self.take_token();
            let dot = self.last;
            let Some(name) = self.name() else { break };
            let generics = self.generics(&name);
            let Some(group) = self.parentheses() else {
                self.report(&name, format!("the method `{name}` is not called"))
                    .help(format!("write `.{name}(...)`"));
                break;
            };
            let args = argument::list(&group, self.diagnostics);
            methods.push(Method { dot, name, generics, parens: group.span(), args });
        }
        methods
    }

    /// Takes the parentheses around arguments, if they come next.
    fn parentheses(&mut self) -> Option<Group> {
        if !self.input.peek(token::Paren) {
            return None;
        }
        let group = self.input.parse::<Group>().ok()?;
        self.last = group.span_close();
        Some(group)
    }

    /// The last name of a path: `ops::map` is reported and read as `map`.
    fn path_end(&mut self, mut name: Ident) -> Ident {
        let start = name.span();
        let mut is_path = false;
        while self.input.peek(Token![::]) && self.input.peek3(syn::Ident) {
            self.take_token();
            self.take_token();
            name = self.name().unwrap_or(name);
            is_path = true;
        }
        if is_path {
            self.report(Place::between(start, name.span()), "an operator is a plain name")
                .help(format!("write `{name}`"));
        }
        name
    }

    /// Reads `::<types>`. The `::` may not be left out, as anywhere in a Rust expression.
    fn generics(&mut self, name: &Ident) -> Option<TokenStream> {
        let start = self.input.span();
        if self.input.peek(Token![::]) {
            let parsed = self.speculate(AngleBracketedGenericArguments::parse_turbofish);
            if parsed.is_none() {
                self.take_token();
                self.take_token();
                let place = Place::between(start, self.last);
                self.report(place, format!("expected `<types>` after `{name}::`"));
            }
            return parsed.map(ToTokens::into_token_stream);
        }
        if !self.input.peek(Token![<]) {
            return None;
        }
        let parsed = self.speculate(AngleBracketedGenericArguments::parse)?;
        self.report(start, format!("expected `::` between `{name}` and its types"))
            .help(format!("write `{name}::{}`", compact(&parsed.to_token_stream())));
        Some(parsed.into_token_stream())
    }

    /// Takes `{...}` or `[...]` in the place of the parentheses.
    fn wrong_brackets(&mut self, name: &Ident) -> Option<Vec<Arg>> {
        if !self.input.peek(token::Brace) && !self.input.peek(token::Bracket) {
            return None;
        }
        let group = self.input.parse::<Group>().ok()?;
        let inside = if group.stream().is_empty() { "" } else { "..." };
        self.report(group.span(), format!("the arguments of `{name}` belong in parentheses"))
            .help(format!("write `{name}({inside})`"));
        let reported = Arg { name: None, value: ArgValue::reported(group.span()) };
        Some(if group.stream().is_empty() { Vec::new() } else { vec![reported] })
    }

    /// Reads a `T` if one comes next, and otherwise takes nothing.
    fn speculate<T>(&mut self, read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>) -> Option<T> {
        let fork = self.input.fork();
        let parsed = read(&fork).ok()?;
        self.input.advance_to(&fork);
        Some(parsed)
    }
}

/// Reads a path that is more than one name, as `my::feed`.
fn path_of_several(input: ParseStream<'_>) -> syn::Result<ExprPath> {
    let path = input.parse::<ExprPath>()?;
    let is_one_name =
        path.qself.is_none() && path.path.leading_colon.is_none() && path.path.segments.len() == 1;
    if is_one_name { Err(input.error("a name")) } else { Ok(path) }
}

/// A token as it is shown in a message: brackets without their contents.
fn shown(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(...)".to_owned(),
            Delimiter::Brace => "{ ... }".to_owned(),
            Delimiter::Bracket => "[...]".to_owned(),
            Delimiter::None => compact(&group.stream()),
        },
        token => token.to_string(),
    }
}

/// Tokens as text without the spaces around angle brackets and `::`.
fn compact(tokens: &TokenStream) -> String {
    tokens
        .to_string()
        .replace(" :: ", "::")
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
}
