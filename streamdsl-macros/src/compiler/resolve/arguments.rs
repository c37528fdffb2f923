//! Brings the arguments of a call to the parameters of its operator.

use proc_macro2::Ident;

use super::Resolver;
use crate::compiler::ast::{Arg, ArgValue, plain};
use crate::compiler::diagnostics::{Diagnostics, Place};
use crate::compiler::operators::{Kind, Operator, Param};
use crate::compiler::resolved::Argument;
use crate::compiler::suggest;

impl Resolver<'_> {
    /// Returns one argument for each parameter of `operator`, in the same order.
    pub(super) fn arguments(
        &mut self,
        operator: &'static Operator,
        name: &Ident,
        args: Vec<Arg>,
    ) -> Vec<Argument> {
        let given = assign(operator, name, args, self.diagnostics);
        operator
            .params
            .iter()
            .zip(given)
            .map(|(param, args)| self.argument(operator, param, args))
            .collect()
    }
}

/// The arguments given for each parameter: none or one, or several where the parameter takes them.
fn assign(
    operator: &'static Operator,
    name: &Ident,
    args: Vec<Arg>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Arg>> {
    let mut given: Vec<Vec<Arg>> = operator.params.iter().map(|_| Vec::new()).collect();
    let mut extra = Vec::new();
    let mut named = None;
    let mut misplaced = false;
    for arg in args {
        let Some(param_name) = arg.name.clone() else {
            if let (Some(named), false) = (&named, misplaced) {
                misplaced = true;
                diagnostics
                    .error(arg.place(), format!("a positional argument follows `{named} = ...`"))
                    .help("positional arguments come first");
            }
            match free(operator.params, &given) {
                Some(index) if is_inverse(operator, &operator.params[index], &arg) => {
                    let inverse = operator.params.iter().position(|of| of.kind == Kind::Inverse);
                    early_inverse(&arg, diagnostics);
                    given[inverse.unwrap_or(index)].push(arg);
                }
                Some(index) if is_slot_of(operator, &operator.params[index], &arg) => {
                    extra.push(arg);
                }
                Some(index) => given[index].push(arg),
                None => extra.push(arg),
            }
            continue;
        };
        match operator.params.iter().position(|param| plain(&param_name) == param.name) {
            Some(index) if given[index].is_empty() => given[index].push(arg),
            Some(_) => {
                diagnostics
                    .error(&param_name, format!("the argument `{param_name}` is given twice"))
                    .help(operator.usage());
            }
            None => unknown_name(operator, &param_name, diagnostics),
        }
        named = Some(param_name);
    }
    let mut all = given.iter().flatten().chain(&extra);
    // Where an argument could not be read, it is not known how many were meant.
    if !all.any(|arg| arg.value.is_reported()) {
        report_extra(operator, &extra, diagnostics);
        report_missing(operator, name, &given, diagnostics);
        if is_shifted(operator, &extra) {
            set_aside(operator, &mut given);
        }
    }
    given
}

/// The parameter for the next positional argument.
fn free(params: &[Param], given: &[Vec<Arg>]) -> Option<usize> {
    params.iter().zip(given).position(|(param, given)| {
        param.positional && (param.kind == Kind::Streams || given.is_empty())
    })
}

/// Whether a positional argument at an optional parameter is probably meant as the operator's
/// slot.
fn is_slot_of(operator: &Operator, param: &Param, arg: &Arg) -> bool {
    let takes_slot = operator.params.iter().any(|param| param.kind == Kind::Slot);
    takes_slot && !param.required && matches!(&arg.value, ArgValue::Expr(expr) if is_string(expr))
}

/// Whether a positional argument at the place of the window is the function that takes leaving
/// values out, which other systems expect there.
fn is_inverse(operator: &Operator, param: &Param, arg: &Arg) -> bool {
    let takes_inverse = operator.params.iter().any(|param| param.kind == Kind::Inverse);
    let is_function = match &arg.value {
        ArgValue::Expr(expr) => matches!(expr, syn::Expr::Closure(_)),
        value => value.is_reported(),
    };
    takes_inverse && param.kind == Kind::Window && is_function
}

fn early_inverse(arg: &Arg, diagnostics: &mut Diagnostics) {
    if !arg.value.is_reported() {
        diagnostics
            .error(arg.place(), "the inverse function stands behind window and slide")
            .help("move it to the end, as in `inverse = |a, b| a - b`");
    }
}

fn is_string(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(_), .. }))
}

fn unknown_name(operator: &'static Operator, name: &Ident, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` has no argument `{name}`", operator.name);
    let error = diagnostics.error(name, message);
    let names = operator.params.iter().map(|param| param.name);
    match suggest::closest(&plain(name), names) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => error.help(operator.usage()),
    }
}

fn report_extra(operator: &'static Operator, extra: &[Arg], diagnostics: &mut Diagnostics) {
    let (Some(first), Some(last)) = (extra.first(), extra.last()) else { return };
    let place = Place::from_to(first.place(), last.place());
    let most = operator.params.iter().filter(|param| param.positional).count();
    let takes_slot = operator.params.iter().any(|param| param.kind == Kind::Slot);
    if let (true, ArgValue::Expr(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(slot), .. }))) =
        (takes_slot, &first.value)
    {
        diagnostics
            .error(place, "the slot of saved state is given by name")
            .help(format!("write `slot = \"{}\"`", slot.value()));
        return;
    }
    let message = match most {
        0 => format!("`{}` takes no arguments", operator.name),
        1 => format!("`{}` takes one argument, found {}", operator.name, most + extra.len()),
        _ => format!("`{}` takes {most} arguments, found {}", operator.name, most + extra.len()),
    };
    diagnostics.error(place, message).help(operator.usage());
}

/// Whether there are too many arguments, so that some stand in places of others.
fn is_shifted(operator: &Operator, extra: &[Arg]) -> bool {
    let is_slot = |arg: &Arg| matches!(&arg.value, ArgValue::Expr(expr) if is_string(expr));
    let takes_slot = operator.params.iter().any(|param| param.kind == Kind::Slot);
    extra.iter().any(|arg| !takes_slot || !is_slot(arg))
}

/// Keeps arguments from being reported as wrong once more. Streams stay, because they are used.
fn set_aside(operator: &Operator, given: &mut [Vec<Arg>]) {
    for (param, args) in operator.params.iter().zip(given) {
        if !matches!(param.kind, Kind::Stream | Kind::Streams) {
            for arg in args {
                arg.value = ArgValue::reported(arg.place().start());
            }
        }
    }
}

fn report_missing(
    operator: &'static Operator,
    name: &Ident,
    given: &[Vec<Arg>],
    diagnostics: &mut Diagnostics,
) {
    let missing: Vec<_> = operator
        .params
        .iter()
        .zip(given)
        .filter(|(param, given)| param.required && given.is_empty())
        .map(|(param, _)| format!("`{}`", param.name))
        .collect();
    let names = match missing.as_slice() {
        [] => return,
        [one] => format!("argument {one}"),
        [rest @ .., last] => format!("arguments {} and {last}", rest.join(", ")),
    };
    diagnostics
        .error(name, format!("`{}` needs its {names}", operator.name))
        .help(operator.usage());
}
