//! Program text from tokens, for plans.

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};
use quote::ToTokens;

use crate::resolved::{Argument, Combiner, DurationArg, Function, Operation};

/// A call as the user wrote it, on one line of at most `most` characters.
pub(crate) fn call(operation: &Operation, most: usize) -> String {
    let arguments: Vec<String> = operation.args.iter().filter_map(argument).collect();
    let name = operation.operator.name;
    if arguments.is_empty() {
        return name.to_owned();
    }
    let mut text = arguments.join(", ");
    if text.chars().count() > most {
        text = text.chars().take(most).chain("..".chars()).collect();
    }
    format!("{name}({text})")
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
        Argument::Slot(slot) => slot.token().to_string(),
    })
}

fn function(function: &Function) -> String {
    match function {
        Function::Closure(closure) => tokens(&closure.to_token_stream()),
        Function::Path(path) => tokens(&path.to_token_stream()),
        Function::Other(other) => tokens(other),
    }
}

/// Tokens with a blank wherever the user put one or more.
fn tokens(tokens: &TokenStream) -> String {
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
                    self.token(open, group.span_open().start(), group.span_open().end());
                    self.stream(group.stream());
                    self.token(close, group.span_close().start(), group.span_close().end());
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
