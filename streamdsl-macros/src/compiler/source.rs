//! Program text from tokens, for plans.

use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;

use crate::compiler::resolved::{Argument, Combiner, DurationArg, Function, Operation};

/// The arguments of a call as the user wrote them, on one line of at most `most` characters.
pub(crate) fn arguments(operation: &Operation, most: usize) -> String {
    let methods = operation.made.methods.iter().map(|method| tokens(&method.written));
    let arguments: Vec<String> =
        operation.args.iter().filter_map(argument).chain(methods).collect();
    let mut text = arguments.join(", ");
    if text.chars().count() > most {
        let start: String = text.chars().take(most).collect();
        text = format!("{}..", start.trim_end());
    }
    text
}

fn argument(argument: &Argument) -> Option<String> {
    Some(match argument {
        Argument::Missing => return None,
        Argument::Function(function) | Argument::Combiner(Combiner::Function(function)) => {
            self::function(function)
        }
        Argument::Combiner(Combiner::Operator(operator, _)) => operator.symbol().to_owned(),
        Argument::Duration(DurationArg::Literal(duration, span)) => {
            span.source_text().unwrap_or_else(|| format!("{duration:?}"))
        }
        Argument::Duration(DurationArg::Expr(tokens)) | Argument::Value(tokens) => {
            self::tokens(tokens)
        }
        Argument::Streams(streams) => {
            let names: Vec<String> = streams.iter().map(|(_, name)| name.to_string()).collect();
            names.join(", ")
        }
        Argument::Slot(slot) => format!("slot = {}", slot.token()),
    })
}

fn function(function: &Function) -> String {
    match function {
        Function::Closure(closure) => tokens(&as_written(closure).to_token_stream()),
        Function::Path(path) => tokens(&path.to_token_stream()),
        Function::Other(other) | Function::Verbatim(other) => tokens(other),
    }
}

/// A closure without the parameters that were added because it does not ask for them: the only ones
/// that are located at the whole program.
fn as_written(closure: &syn::ExprClosure) -> syn::ExprClosure {
    let mut closure = closure.clone();
    let place = |span: Span| (span.start(), span.end());
    let added = |last: &syn::Pat| place(last.span()) == place(Span::call_site());
    while closure.inputs.last().is_some_and(added) {
        closure.inputs.pop();
        closure.inputs.pop_punct();
    }
    closure
}

/// Tokens with a blank wherever the user put one or more.
pub(crate) fn tokens(tokens: &TokenStream) -> String {
    let mut writer = Writer { text: String::new(), end: None };
    writer.stream(tokens.clone());
    writer.text
}

struct Writer {
    text: String,
    /// Where the token before ended.
    end: Option<LineColumn>,
}

impl Writer {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    // A group that was parsed and written again has one span for all its parts.
                    let (start, end) = (group.span().start(), group.span().end());
                    let inside = LineColumn { column: start.column + open.len(), ..start };
                    let before_end = end.column.saturating_sub(close.len());
                    self.token(open, start, inside);
                    self.stream(group.stream());
                    self.token(close, LineColumn { column: before_end, ..end }, end);
                }
                other => {
                    let span = other.span();
                    self.token(&other.to_string(), span.start(), span.end());
                }
            }
        }
    }

    fn token(&mut self, text: &str, start: LineColumn, end: LineColumn) {
        if self.end.is_some_and(|end| end != start) && !text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.end = Some(end);
    }
}
