//! Checks that an argument is of the kind that its parameter takes.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprLit, Lit, LitStr, UnOp};

use super::{Lookup, Resolver};
use crate::compiler::ast::{Arg, ArgValue, CombineOp, plain};
use crate::compiler::closures::takes_arena;
use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::duration as literal;
use crate::compiler::operators::{Kind, Operator, Param, help};
use crate::compiler::resolved::{Argument, Combiner, DurationArg, Function};

impl Resolver<'_> {
    /// The argument for `param`, from what was given for it.
    pub(super) fn argument(
        &mut self,
        operator: &'static Operator,
        param: &Param,
        mut given: Vec<Arg>,
    ) -> Argument {
        if param.kind == Kind::Streams && !given.is_empty() {
            let streams =
                given.into_iter().filter_map(|arg| self.stream(operator, param.kind, &arg));
            return Argument::Streams(streams.collect());
        }
        let Some(arg) = given.pop() else { return Argument::Missing };
        if !matches!(param.kind, Kind::Stream | Kind::Slot) && arg.value.is_reported() {
            return Argument::Missing;
        }
        if param.kind.is_function()
            && let Some(name) = macro_name(&arg.value)
        {
            let message = format!("`{name}!` is a macro, not a function");
            self.diagnostics.error(arg.place(), message).help(operator.usage());
            return Argument::Missing;
        }
        if let ArgValue::Expr(expr) = &arg.value
            && param.kind.is_function()
            && !self.function_is_right(operator, param, peel(expr))
        {
            return Argument::Missing;
        }
        let (place, found) = (arg.place(), describe(&arg.value));
        let argument = match param.kind {
            Kind::Function | Kind::Predicate | Kind::Inverse => {
                function(arg.value).map(Argument::Function)
            }
            Kind::BatchFunction => {
                let batches = operator.batches();
                function(arg.value).map(|f| Argument::Function(padded(f, batches, 1)))
            }
            Kind::StateFunction => function(arg.value).map(|f| Argument::Function(padded(f, 2, 2))),
            Kind::Combiner => combiner(arg.value).map(Argument::Combiner),
            Kind::Value | Kind::Constant | Kind::Initial | Kind::OnLongRecord => {
                value(arg.value).map(Argument::Value)
            }
            Kind::DurationOrValue if !matches!(arg.value, ArgValue::Duration(..)) => {
                value(arg.value).map(Argument::Value)
            }
            Kind::Window | Kind::Slide | Kind::Timeout | Kind::DurationOrValue => {
                let subject = format!("`{}`", operator.name);
                let duration = duration(arg, &subject, &operator.usage(), self.diagnostics);
                return duration.map_or(Argument::Missing, Argument::Duration);
            }
            Kind::Stream | Kind::Streams => {
                let stream = self.stream(operator, param.kind, &arg);
                return Argument::Streams(stream.into_iter().collect());
            }
            Kind::Slot => {
                return self.slot(operator, &arg).map_or(Argument::Missing, Argument::Slot);
            }
        };
        argument.unwrap_or_else(|| {
            let message = format!(
                "`{}` expects {} as `{}`, found {found}",
                operator.name,
                param.kind.noun(),
                param.name
            );
            self.diagnostics.error(place, message).help(operator.usage());
            Argument::Missing
        })
    }

    /// The bound stream that an argument names.
    fn stream(
        &mut self,
        operator: &'static Operator,
        kind: Kind,
        arg: &Arg,
    ) -> Option<(usize, Ident)> {
        if arg.value.is_reported() {
            return None;
        }
        let Some(name) = plain_name(&arg.value) else {
            self.bindings.note_unknown();
            let message = format!(
                "`{}` expects {}, found {}",
                operator.name,
                Kind::Stream.noun(),
                describe(&arg.value)
            );
            self.diagnostics
                .error(arg.place(), message)
                .help("bind it before this chain, as in `let other = ...;`");
            return None;
        };
        match self.bindings.lookup(name, self.chain) {
            Lookup::Chain(chain) => return Some((chain, name.clone())),
            Lookup::Reported => {}
            Lookup::Unknown if !self.bindings.note_unknown() => {}
            Lookup::Unknown => {
                let closest = self.bindings.closest(&plain(name));
                let error = self.diagnostics.error(name, format!("unknown stream `{name}`"));
                match closest {
                    Some(meant) => error.help(format!("did you mean `{meant}`?")),
                    None => error.help(help::other_stream(&plain(name), kind)),
                }
            }
        }
        None
    }

    /// The name of saved state.
    fn slot(&mut self, operator: &'static Operator, arg: &Arg) -> Option<LitStr> {
        if arg.value.is_reported() {
            return None;
        }
        let ArgValue::Expr(expr) = &arg.value else { return self.no_slot(operator, arg) };
        let Expr::Lit(ExprLit { lit: Lit::Str(slot), .. }) = peel(expr) else {
            return self.no_slot(operator, arg);
        };
        if slot.value().is_empty() {
            self.diagnostics
                .error(slot.span(), "the name of a slot cannot be empty")
                .help("write `slot = \"name\"`");
            return None;
        }
        if self.slots.iter().any(|used| used.value() == slot.value()) {
            self.diagnostics
                .error(slot.span(), format!("the slot {} is used twice", slot.token()))
                .help("every operator that keeps state needs a slot of its own");
            return None;
        }
        self.slots.push(slot.clone());
        Some(slot.clone())
    }

    fn no_slot(&mut self, operator: &'static Operator, arg: &Arg) -> Option<LitStr> {
        let found = describe(&arg.value);
        self.diagnostics
            .error(arg.place(), format!("a slot is named by a string literal, found {found}"))
            .help(operator.usage());
        None
    }
}

/// A closure of `taken` parameters with `more` behind them that it does without.
fn padded(function: Function, taken: usize, more: usize) -> Function {
    match function {
        Function::Closure(mut closure) => {
            let arena = takes_arena(&closure).then(|| closure.inputs.pop());
            let arena = arena.flatten();
            if closure.inputs.len() == taken {
                closure.inputs.extend((0..more).map(|_| -> syn::Pat { syn::parse_quote!(_) }));
            }
            closure.inputs.extend(arena);
            Function::Closure(closure)
        }
        function => function,
    }
}

/// The macro that is given as if it were a function: `println!`, or `println`.
fn macro_name(value: &ArgValue) -> Option<String> {
    if let ArgValue::Tokens(tokens, _) = value {
        let mut tokens = tokens.clone().into_iter();
        let name = match (tokens.next(), tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(sign)), None)
                if sign.as_char() == '!' =>
            {
                name
            }
            _ => return None,
        };
        return Some(name.to_string());
    }
    let name = plain_name(value)?.to_string();
    ["println", "eprintln", "dbg"].contains(&name.as_str()).then_some(name)
}

/// The name, where a value is nothing but a name.
pub(crate) fn plain_name(value: &ArgValue) -> Option<&Ident> {
    let ArgValue::Expr(expr) = value else { return None };
    match peel(expr) {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// The expression inside parentheses and the invisible groups of macro fragments.
fn peel(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => peel(&group.expr),
        Expr::Paren(paren) => peel(&paren.expr),
        expr => expr,
    }
}

/// As [`peel`], for an expression that is taken apart.
fn into_peeled(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => into_peeled(*group.expr),
        Expr::Paren(paren) => into_peeled(*paren.expr),
        expr => expr,
    }
}

/// Reads a function.
fn function(value: ArgValue) -> Option<Function> {
    let expr = match value {
        ArgValue::Tokens(tokens, _) => return Some(Function::Verbatim(tokens)),
        ArgValue::Expr(expr) => into_peeled(expr),
        ArgValue::Operator(..) | ArgValue::Duration(..) => return None,
    };
    match expr {
        // No value of such an expression can be called.
        Expr::Lit(_) | Expr::Binary(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Range(_) => None,
        Expr::Closure(mut closure) => {
            closure.capture = None;
            Some(Function::Closure(Box::new(closure)))
        }
        Expr::Path(path) => Some(Function::Path(Box::new(path))),
        other => Some(Function::Other(other.into_token_stream())),
    }
}

/// Reads an operator or a function. `max` and `min` are operators here, and names anywhere else.
fn combiner(value: ArgValue) -> Option<Combiner> {
    if let ArgValue::Operator(operator, span) = value {
        return Some(Combiner::Operator(operator, span));
    }
    if let Some(name) = plain_name(&value) {
        for operator in [CombineOp::Max, CombineOp::Min] {
            if plain(name) == operator.symbol() {
                return Some(Combiner::Operator(operator, name.span()));
            }
        }
    }
    function(value).map(Combiner::Function)
}

/// Reads any expression.
fn value(value: ArgValue) -> Option<TokenStream> {
    match value {
        ArgValue::Expr(expr) => Some(expr.into_token_stream()),
        ArgValue::Tokens(tokens, _) => Some(tokens),
        ArgValue::Operator(..) | ArgValue::Duration(..) => None,
    }
}

/// Reads a positive duration for `subject`, or reports what stands in its place.
pub(crate) fn duration(
    arg: Arg,
    subject: &str,
    usage: &str,
    diagnostics: &mut Diagnostics,
) -> Option<DurationArg> {
    let place = arg.place();
    match arg.value {
        value if value.is_reported() => None,
        ArgValue::Duration(duration, span) if duration.is_zero() => {
            let message = "a duration must be positive, found zero";
            diagnostics.error(span, message).help(usage);
            None
        }
        ArgValue::Duration(duration, span) => Some(DurationArg::Literal(duration, span)),
        ArgValue::Tokens(tokens, _) => Some(DurationArg::Expr(tokens)),
        ArgValue::Expr(expr) if sparks_duration(&expr).is_some() => {
            let written = sparks_duration(&expr).unwrap_or_default();
            diagnostics
                .error(place, format!("{subject} expects {}", Kind::Window.noun()))
                .help(format!("write `{written}`"));
            None
        }
        ArgValue::Expr(expr) if !cannot_be_duration(&expr) => {
            Some(DurationArg::Expr(expr.into_token_stream()))
        }
        value => {
            let found = describe(&value);
            let noun = Kind::Window.noun();
            let error =
                diagnostics.error(place, format!("{subject} expects {noun}, found {found}"));
            error.help(with_unit(&value).unwrap_or_else(|| usage.to_owned()));
            None
        }
    }
}

/// What to write in the place of a number without a unit, or of a duration in quotes.
fn with_unit(value: &ArgValue) -> Option<String> {
    let ArgValue::Expr(expr) = value else { return None };
    let (expr, sign) = match peel(expr) {
        Expr::Unary(unary) => (peel(&unary.expr), "remove the `-` and "),
        expr => (expr, ""),
    };
    let Expr::Lit(ExprLit { lit, .. }) = expr else { return None };
    match lit {
        Lit::Int(int) => Some(format!("{sign}add a unit: `{}s`", int.base10_digits())),
        Lit::Float(float) => Some(format!("{sign}add a unit: `{}s`", float.base10_digits())),
        Lit::Str(text) => {
            let literal = syn::parse_str::<Lit>(&text.value()).ok()?;
            literal::from_literal(&literal)?.ok()?;
            Some(format!("remove the quotes: `{}`", text.value()))
        }
        _ => None,
    }
}

/// `Seconds(30)` as it is written here.
fn sparks_duration(expr: &Expr) -> Option<String> {
    let Expr::Call(call) = peel(expr) else { return None };
    let Expr::Path(function) = peel(&call.func) else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = peel(call.args.first()?) else {
        return None;
    };
    let unit = match function.path.get_ident()?.to_string().as_str() {
        "Milliseconds" => "ms",
        "Seconds" => "s",
        "Minutes" => "min",
        "Hours" => "h",
        "Days" => "d",
        _ => return None,
    };
    Some(format!("{}{unit}", number.base10_digits()))
}

/// Whether an expression is surely not of type `Duration`.
fn cannot_be_duration(expr: &Expr) -> bool {
    match peel(expr) {
        Expr::Lit(_) | Expr::Closure(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Neg(_)) && cannot_be_duration(&unary.expr),
        _ => false,
    }
}

/// Tokens as they are usually written.
fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(' ', "")
}

/// A value as a message names it.
pub(super) fn describe(value: &ArgValue) -> String {
    match value {
        ArgValue::Operator(operator, _) => format!("the operator `{}`", operator.symbol()),
        ArgValue::Duration(duration, _) => {
            format!("the duration `{}`", literal::display(*duration))
        }
        ArgValue::Tokens(..) => "something that is not an expression".to_owned(),
        ArgValue::Expr(expr) => match peel(expr) {
            Expr::Lit(ExprLit { lit: lit @ (Lit::Int(_) | Lit::Float(_)), .. }) => {
                format!("the number `{}`", lit.to_token_stream())
            }
            Expr::Lit(ExprLit { lit: lit @ Lit::Str(_), .. }) => {
                format!("the string `{}`", lit.to_token_stream())
            }
            Expr::Lit(lit) => format!("`{}`", lit.to_token_stream()),
            Expr::Unary(unary) if cannot_be_duration(&unary.expr) => {
                format!("the number `-{}`", unary.expr.to_token_stream())
            }
            Expr::Closure(_) => "a closure".to_owned(),
            Expr::Path(path) => format!("`{}`", text(&path.to_token_stream())),
            _ => "an expression".to_owned(),
        },
    }
}
