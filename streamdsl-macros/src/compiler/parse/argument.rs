//! Arguments: operators, durations, and any Rust expression.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, Lit, Token};

use super::{StatementParser, at_assignment, contains_pipe, read_all};
use crate::compiler::ast::{Arg, ArgValue, CombineOp};
use crate::compiler::diagnostics::{Diagnostics, Place};
use crate::compiler::{duration, source};

/// The sign that stands for a blank inside a duration.
const BLANK: &str = " ";

/// The sign that other languages write behind the name of an argument.
const COLON: &str = ":";

/// Reads the arguments between the brackets of `group`.
pub(super) fn list(group: &Group, diagnostics: &mut Diagnostics) -> Vec<Arg> {
    let mut args = Vec::new();
    read_all(group.stream(), |input| {
        let mut parser = StatementParser::new(input, diagnostics);
        while !parser.input.is_empty() {
            args.extend(parser.argument());
            if parser.take_comma() {
                continue;
            }
            if !parser.input.is_empty() {
                let start = parser.input.span();
                parser.verbatim();
                parser.report(
                    Place::between(start, parser.last),
                    "expected `,` between two arguments",
                );
                // It counts as an argument, so that none is reported as missing too.
                args.push(Arg { name: None, value: ArgValue::reported(start) });
                parser.take_comma();
            }
        }
        if args.is_empty() && !parser.complete {
            // The reported tokens count as an argument, so that it is not reported as missing too.
            let value = ArgValue::reported(parser.last);
            args.push(Arg { name: None, value });
        }
    });
    args
}

impl StatementParser<'_, '_> {
    /// Reads `value` or `name = value`.
    fn argument(&mut self) -> Option<Arg> {
        if self.input.peek(Token![,]) {
            let span = self.input.span();
            self.report(span, "expected an argument before this `,`");
            return None;
        }
        let mut name = None;
        if at_assignment(self.input) {
            name = self.name();
            self.take_token();
        } else if self.at_named_by_colon() {
            name = self.name();
            self.take_token();
            self.named_by_colon(name.as_ref());
        }
        Some(Arg { name, value: self.value() })
    }

    /// Whether `name: ...` comes next.
    fn at_named_by_colon(&self) -> bool {
        self.input.peek(syn::Ident) && self.input.peek2(Token![:]) && !self.input.peek2(Token![::])
    }

    /// Reports a `:` behind the name of an argument, once for all arguments of a call.
    fn named_by_colon(&mut self, name: Option<&Ident>) {
        let Some(name) = name.filter(|_| !self.strays.contains(&COLON.to_owned())) else { return };
        self.strays.push(COLON.to_owned());
        self.report(self.last, format!("expected `=` after the name of the argument `{name}`"))
            .help(format!("write `{name} = ...`"));
    }

    /// Takes a `,` if one comes next.
    fn take_comma(&mut self) -> bool {
        let is_comma = self.input.peek(Token![,]);
        if is_comma {
            self.take_token();
        }
        is_comma
    }

    /// Reads the value of a setting, which ends before anything that cannot belong to it.
    pub(super) fn setting_value(&mut self) -> Arg {
        let value = match self.duration() {
            Some(value) if self.input.is_empty() || self.input.peek(Ident::peek_any) => value,
            Some(_) => self.calculated(),
            None => self.value(),
        };
        Arg { name: None, value }
    }

    /// Reads a value without a name.
    fn value(&mut self) -> ArgValue {
        if self.at_end() {
            self.report(self.last, "expected a value after `=`");
            return ArgValue::reported(self.last);
        }
        if let Some(operator) = self.operator() {
            return operator;
        }
        if let Some(value) = self.duration_with_blank() {
            return value;
        }
        if let Some(value) = self.duration() {
            // Behind another value, a comma was forgotten.
            let is_over = self.at_end() || self.input.peek(Lit);
            return if is_over { value } else { self.calculated() };
        }
        let start = self.input.span();
        let fork = self.input.fork();
        match fork.parse::<Expr>() {
            Ok(expr) => {
                self.input.advance_to(&fork);
                self.last = self.end_of(&expr);
                if let Some(value) = self.calculation(start, &expr) {
                    return value;
                }
                self.other_closure(start, &expr).unwrap_or(ArgValue::Expr(expr))
            }
            Err(_) => self.no_expression(),
        }
    }

    /// Reports a closure in the way of another language, whose first part has been read as `first`:
    /// `x => ..`, `x -> ..`, `lambda x: ..`.
    fn other_closure(&mut self, start: Span, first: &Expr) -> Option<ArgValue> {
        let is_closure = matches!(first, Expr::Closure(_));
        let first = first.to_token_stream();
        if is_closure && self.input.peek(Token![->]) {
            return Some(self.arrow_of_pair(start));
        }
        let params = if self.input.peek(Token![=>]) || self.input.peek(Token![->]) {
            source::tokens(&first)
        } else if first.to_string() == "lambda" {
            self.params_of_lambda()?
        } else {
            return None;
        };
        self.verbatim();
        let place = Place::between(start, self.last);
        self.report(place, "a closure has its parameters between bars")
            .help(format!("write `|{params}| ...`"));
        Some(ArgValue::reported(start))
    }

    /// Reports `|word| word -> 1`: the pair of another language.
    fn arrow_of_pair(&mut self, start: Span) -> ArgValue {
        let first = self.input.span();
        self.take_token();
        self.take_token();
        let arrow = Place::between(first, self.last);
        self.verbatim();
        self.report(arrow, "`->` does not make a pair")
            .help("a pair stands in parentheses, as in `|word| (word, 1)`");
        ArgValue::reported(start)
    }

    /// Takes `x, y` of `lambda x, y: x + y`. The commas do not end the argument.
    fn params_of_lambda(&mut self) -> Option<String> {
        let fork = self.input.fork();
        let mut params = vec![fork.parse::<Ident>().ok()?.to_string()];
        while fork.peek(Token![,]) {
            fork.parse::<Token![,]>().ok()?;
            params.push(fork.parse::<Ident>().ok()?.to_string());
        }
        fork.peek(Token![:]).then(|| {
            self.input.advance_to(&fork);
            params.join(", ")
        })
    }

    /// Reads an operator that stands alone.
    fn operator(&mut self) -> Option<ArgValue> {
        let fork = self.input.fork();
        let span = fork.span();
        let mut text = String::new();
        while let Some((TokenTree::Punct(punct), _)) = fork.cursor().token_tree() {
            if punct.as_char() == ',' || text.len() == 2 {
                break;
            }
            text.push(punct.as_char());
            fork.parse::<TokenTree>().ok()?;
        }
        if text.is_empty() || !at_end(&fork) {
            return None;
        }
        let operator = match text.as_str() {
            "+" => CombineOp::Add,
            "*" => CombineOp::Mul,
            "&" => CombineOp::BitAnd,
            "|" => CombineOp::BitOr,
            "^" => CombineOp::BitXor,
            "&&" => CombineOp::And,
            "||" => CombineOp::Or,
            "-" | "/" | "%" => return Some(self.order_matters(&text)),
            _ => return None,
        };
        self.input.advance_to(&fork);
        self.last = span;
        Some(ArgValue::Operator(operator, span))
    }

    /// Reports an operator whose result depends on the order of its operands.
    fn order_matters(&mut self, text: &str) -> ArgValue {
        self.take_token();
        let span = self.last;
        self.report(span, format!("`{text}` cannot combine the values of a stream")).help(
            "values are combined in no fixed order, so use + * & | ^ && || max or min, or a \
             function whose result does not depend on the order",
        );
        ArgValue::reported(span)
    }

    /// Reads `30s`, also with a `-` before it, which is reported.
    fn duration(&mut self) -> Option<ArgValue> {
        let fork = self.input.fork();
        let start = fork.span();
        let minus = fork.parse::<Token![-]>().is_ok();
        let literal = fork.parse::<Lit>().ok()?;
        let duration = duration::from_literal(&literal)?;
        self.input.advance_to(&fork);
        self.last = literal.span();
        let place = Place::between(start, self.last);
        let value = match duration {
            Ok(_) if minus => {
                let text = literal.to_token_stream();
                self.report(place, format!("a duration must be positive, found `-{text}`"))
                    .help("remove the `-`");
                ArgValue::reported(start)
            }
            Ok(duration) => ArgValue::Duration(duration, literal.span()),
            Err(message) => {
                self.report(place, message);
                ArgValue::reported(start)
            }
        };
        Some(value)
    }

    /// Reads `30 s`, and reports the blank: once for all arguments of a call.
    fn duration_with_blank(&mut self) -> Option<ArgValue> {
        let fork = self.input.fork();
        let start = fork.span();
        let (mut text, mut end) = (String::new(), start);
        while !at_end(&fork) {
            text.push_str(&fork.parse::<Lit>().ok()?.to_token_stream().to_string());
            let unit = fork.call(Ident::parse_any).ok()?;
            text.push_str(&unit.to_string());
            end = unit.span();
        }
        let literal = syn::parse_str::<Lit>(&text).ok()?;
        let duration = duration::from_literal(&literal)?;
        self.input.advance_to(&fork);
        self.last = end;
        let duration = match duration {
            Ok(duration) => duration,
            Err(message) => {
                self.report(Place::between(start, end), message);
                return Some(ArgValue::reported(start));
            }
        };
        if !self.strays.contains(&BLANK.to_owned()) {
            self.strays.push(BLANK.to_owned());
            self.report(Place::between(start, end), "a duration is written without blanks")
                .help(format!("write `{text}`"));
        }
        Some(ArgValue::Duration(duration, start))
    }

    /// Reports a calculation with a duration literal, such as `2 * 30s`.
    fn calculation(&mut self, start: Span, expr: &Expr) -> Option<ArgValue> {
        let Expr::Binary(_) = expr else { return None };
        let has_duration = contains_duration(expr.to_token_stream());
        has_duration.then(|| self.calculated_from(start))
    }

    /// Reports what follows a duration literal, which has been read.
    fn calculated(&mut self) -> ArgValue {
        self.calculated_from(self.last)
    }

    fn calculated_from(&mut self, start: Span) -> ArgValue {
        self.verbatim();
        self.report(
            Place::between(start, self.last),
            "a duration literal cannot be part of an expression",
        )
        .help(
            "to calculate, use an expression of type `Duration`, such as \
             `Duration::from_secs(30) * 2`",
        );
        ArgValue::reported(start)
    }

    /// Keeps an argument that is not an expression. rustc reports it, unless this compiler has a
    /// better message.
    fn no_expression(&mut self) -> ArgValue {
        let span = self.input.span();
        let tokens = self.verbatim();
        let mut is_chain = false;
        read_all(tokens.clone(), |input| is_chain = contains_pipe(input));
        if is_chain {
            self.report(Place::of(&tokens), "a chain cannot be an argument").help(
                "bind it before this chain, as in `let other = ...;`, and pass the name `other`",
            );
            return ArgValue::reported(span);
        }
        ArgValue::Tokens(tokens, span)
    }

    /// Takes all tokens up to the next comma, except those between the `|` of a closure.
    fn verbatim(&mut self) -> TokenStream {
        let mut tokens = TokenStream::new();
        let moves = self.input.peek(Token![move]);
        let is_closure =
            if moves { self.input.peek2(Token![|]) } else { self.input.peek(Token![|]) };
        let mut bars = if is_closure { 2 } else { 0 };
        while !self.input.is_empty() && (bars > 0 || !self.input.peek(Token![,])) {
            if bars > 0 && self.input.peek(Token![|]) {
                bars -= 1;
            }
            tokens.extend(self.take_token());
        }
        tokens
    }

    /// Whether the argument is over.
    fn at_end(&self) -> bool {
        at_end(self.input)
    }

    /// The last token of an expression that was read.
    fn end_of(&self, expr: &Expr) -> Span {
        expr.to_token_stream().into_iter().last().map_or(self.last, |token| token.span())
    }
}

/// Whether an argument is over.
fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Whether one of `tokens`, also in parentheses, is a duration literal.
fn contains_duration(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => contains_duration(group.stream()),
        TokenTree::Literal(literal) => {
            matches!(duration::from_literal(&Lit::new(literal)), Some(Ok(_)))
        }
        _ => false,
    })
}
