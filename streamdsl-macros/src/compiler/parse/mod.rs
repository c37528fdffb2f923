//! Tokens to syntax tree.
//!
//! A program is cut at its semicolons first, so that a mistake spoils only the statement it is in.
//! The parser never stops early: it reports a mistake, skips it and continues.

mod argument;
mod chain;
mod slips;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};

use crate::compiler::ast::{Program, Setting, Statement};
use crate::compiler::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::compiler::operators::help;
use crate::compiler::settings;

/// Reads the body of a `stream! { ... }`.
pub(crate) fn program(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Program {
    let mut program = Program::default();
    for statement in cut_at_semicolons(tokens) {
        read_all(statement, |input| {
            let mut parser = StatementParser::new(input, diagnostics);
            while !parser.input.is_empty() {
                parser.statement(&mut program);
            }
        });
    }
    program
}

/// The statements between the semicolons, without the empty ones.
fn cut_at_semicolons(tokens: TokenStream) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    let mut current = Vec::new();
    for token in tokens {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';') {
            statements.push(std::mem::take(&mut current));
        } else {
            current.push(token);
        }
    }
    statements.push(current);
    statements.retain(|statement| !statement.is_empty());
    statements.into_iter().map(TokenStream::from_iter).collect()
}

/// Runs `read` over all of `tokens`.
fn read_all(tokens: TokenStream, read: impl FnOnce(ParseStream<'_>)) {
    let all = |input: ParseStream<'_>| {
        read(input);
        // The rest has been reported; syn would report it again.
        drop(input.parse::<TokenStream>());
        Ok(())
    };
    // `all` cannot fail, and nothing is left over that syn could complain about.
    drop(all.parse2(tokens));
}

/// Reads one statement, or several where a semicolon was forgotten; or the arguments of a call.
struct StatementParser<'p, 'd> {
    input: ParseStream<'p>,
    diagnostics: &'d mut Diagnostics,
    /// The token before the next one, where the end of the input is pointed at.
    last: Span,
    /// False as soon as something of the current statement was passed over.
    complete: bool,
    /// The signs found in place of a `|>` so far. Each is reported once for a chain.
    strays: Vec<String>,
}

impl<'p, 'd> StatementParser<'p, 'd> {
    fn new(input: ParseStream<'p>, diagnostics: &'d mut Diagnostics) -> Self {
        let last = input.span();
        Self { input, diagnostics, last, complete: true, strays: Vec::new() }
    }

    /// Reads a setting, a `let` or a chain.
    fn statement(&mut self, program: &mut Program) {
        self.complete = true;
        self.strays.clear();
        if self.input.peek(Token![let]) {
            self.binding(program);
        } else if self.at_other_let() {
            self.other_let(program);
        } else if self.at_function() {
            self.function();
        } else if at_assignment(self.input) {
            self.assignment(program);
        } else if self.at_setting_without_sign() {
            self.setting_without_sign();
        } else if at_pipe(self.input)
            && let Some(before) = program.statements.last_mut()
        {
            before.complete = false;
            let pipe = self.pipe();
            self.report(pipe, "a chain cannot start with `|>`")
                .help("if it continues the chain before it, remove the `;` between them");
            self.skip_until(|_| false);
        } else if let Some(chain) = self.chain("a chain") {
            program.statements.push(Statement { binding: None, chain, complete: self.complete });
        }
    }

    /// Reads `let words = chain`.
    fn binding(&mut self, program: &mut Program) {
        self.take_token();
        if self.input.peek(Token![let]) {
            let span = self.input.span();
            self.report(span, "this is the second `let` of one stream").help("remove it");
            self.take_token();
        }
        let name = self.binding_name(program);
        self.binding_type();
        if self.input.peek(Token![=]) {
            self.take_token();
        } else if let Some(name) = &name {
            let message = format!("expected `=` and a chain after `let {name}`");
            self.report(self.last, message).help(help::bind(&name.to_string()));
            program.lost.push(name.clone());
            self.skip_until(|_| false);
            return;
        }
        self.bound_chain(name, program);
    }

    /// Passes over the type of a `let`. Without a `=` behind it, the `:` was meant to be one.
    fn binding_type(&mut self) {
        if !self.input.peek(Token![:]) {
            return;
        }
        let colon = self.input.span();
        let before = self.last;
        let r#type = self.skip_until(|input| input.peek(Token![=]));
        if self.input.is_empty() {
            self.last = before;
            return;
        }
        self.report(Place::between(colon, r#type), "a stream's type is inferred")
            .help("remove the `:` and the type");
    }

    /// Reads the chain of a `let`, after the `=`.
    fn bound_chain(&mut self, name: Option<Ident>, program: &mut Program) {
        if name.is_none() && self.input.is_empty() {
            return;
        }
        if let Some(name) = name.as_ref().filter(|_| self.at_value()) {
            self.bound_value(name);
            program.lost.push(name.clone());
            return;
        }
        match self.chain("the chain of a `let`") {
            Some(chain) => {
                let complete = self.complete;
                program.statements.push(Statement { binding: name, chain, complete });
            }
            None => program.lost.extend(name),
        }
    }

    /// Reads the name after `let`.
    fn binding_name(&mut self, program: &mut Program) -> Option<Ident> {
        if self.input.peek(Token![mut]) {
            let span = self.input.span();
            self.report(span, "a stream is never mutable").help("remove the `mut`");
            self.take_token();
        }
        if self.input.peek(syn::Ident) {
            return self.name();
        }
        program.has_nameless = true;
        let span = self.input.span();
        if self.input.is_empty() {
            self.report(self.last, "expected a name after `let`").help("write `let name = chain;`");
        } else if self.input.peek(Token![=]) {
            self.report(self.last, "`let` needs a name").help("write `let name = chain;`");
        } else if let Some(keyword) = self.keyword() {
            self.report(span, format!("`{keyword}` is a Rust keyword"))
                .help("choose another name for the stream");
        } else {
            let end = self.skip_until(|input| input.peek(Token![=]));
            self.report(Place::between(span, end), "expected a plain name after `let`")
                .help("a stream cannot be taken apart by a pattern");
        }
        None
    }

    /// Reads `name = value`: a setting, or a `let` whose keyword was forgotten.
    fn assignment(&mut self, program: &mut Program) {
        let Some(name) = self.name() else { return };
        self.take_token();
        if !settings::is_known(&name) && contains_pipe(&self.input.fork()) {
            self.report(&name, format!("expected `let` before `{name}`"))
                .help(format!("to name a stream, write `let {name} = ...`"));
            return self.bound_chain(Some(name), program);
        }
        let value = self.setting_value();
        if !self.input.is_empty() {
            let place = self.input.span();
            self.report(place, format!("expected `;` after the setting `{name}`"));
            self.skip_until(|input| input.peek(Ident::peek_any));
        }
        program.settings.push(Setting { name, value });
    }

    /// Whether the name of a setting comes next, with something else than `=` after it.
    fn at_setting_without_sign(&self) -> bool {
        let name = self.input.fork().parse::<Ident>();
        name.is_ok_and(|name| settings::is_known(&name)) && !self.input.peek2(Token![|])
    }

    /// Passes over a setting that is written in another way.
    fn setting_without_sign(&mut self) {
        let Some(name) = self.name() else { return };
        self.report(&name, format!("expected `=` and a value after `{name}`"))
            .help(format!("write `{}`", settings::EXAMPLE));
        self.skip_until(|_| false);
    }

    /// Records a mistake inside this statement.
    fn report(&mut self, place: impl Into<Place>, message: impl Into<String>) -> &mut Diagnostic {
        self.complete = false;
        self.diagnostics.error(place, message)
    }

    /// Takes a name that is no keyword.
    fn name(&mut self) -> Option<Ident> {
        let name = self.input.parse::<Ident>().ok()?;
        self.last = name.span();
        Some(name)
    }

    /// Takes a keyword.
    fn keyword(&mut self) -> Option<Ident> {
        if !self.input.peek(Ident::peek_any) {
            return None;
        }
        let keyword = self.input.call(Ident::parse_any).ok()?;
        self.last = keyword.span();
        Some(keyword)
    }

    /// Takes the next token, whatever it is.
    fn take_token(&mut self) -> Option<TokenTree> {
        let token = self.input.parse::<TokenTree>().ok()?;
        self.last = token.span();
        Some(token)
    }

    /// Takes tokens until `stop` holds or the statement ends, and returns the last one's span.
    fn skip_until(&mut self, stop: impl Fn(ParseStream<'_>) -> bool) -> Span {
        self.complete = false;
        while !self.input.is_empty() && !stop(self.input) {
            self.take_token();
        }
        self.last
    }
}

/// Whether `|>` comes next. The two characters are looked at one by one, because whether they
/// stand together is lost on the way through `macro_rules!` in some tools.
fn at_pipe(input: ParseStream<'_>) -> bool {
    input.peek(Token![|]) && input.peek2(Token![>]) && !input.peek2(Token![>>])
}

/// Whether `name = ...` comes next.
fn at_assignment(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident)
        && input.peek2(Token![=])
        && !input.peek2(Token![==])
        && !input.peek2(Token![=>])
}

/// Whether a `|>` stands outside all brackets in the rest of `input`.
fn contains_pipe(input: ParseStream<'_>) -> bool {
    while !input.is_empty() {
        if at_pipe(input) {
            return true;
        }
        if input.parse::<TokenTree>().is_err() {
            break;
        }
    }
    false
}
