//! Checks what a program passes as a function, as far as it shows in the tokens: how many
//! parameters a closure has, what it captures, and where a `?` leads.

use quote::ToTokens;
use syn::{Expr, ExprClosure, ReturnType, Stmt};

use super::Resolver;
use crate::compiler::closures::{self, Captures};
use crate::compiler::diagnostics::Place;
use crate::compiler::operators::{Class, Operator, Param, help};

impl Resolver<'_> {
    /// Reports what is wrong with a function, and returns whether nothing is.
    pub(super) fn function_is_right(
        &mut self,
        operator: &'static Operator,
        param: &Param,
        function: &Expr,
    ) -> bool {
        if let Some(blank) = placeholder(function) {
            let message = "`_` does not stand for a value in Rust";
            self.diagnostics.error(Place::of(blank), message).help(operator.usage());
            return false;
        }
        let Expr::Closure(closure) = function else { return true };
        self.takes_what_is_given(operator, param, closure)
            && self.uses_no_stream(closure)
            && self.changes_nothing(closure)
            && self.returns_a_record(operator, closure)
            && self.returns_nothing(operator, param, closure)
    }

    /// Reports a closure with a wrong number of parameters.
    fn takes_what_is_given(
        &mut self,
        operator: &'static Operator,
        param: &Param,
        closure: &ExprClosure,
    ) -> bool {
        let given = param.values(operator);
        let takes_arena = param.gets_arena && closures::takes_arena(closure);
        let taken = closure.inputs.len() - usize::from(takes_arena);
        if given.contains(&taken) {
            return true;
        }
        let numbers: Vec<_> = given.iter().map(usize::to_string).collect();
        let message = format!(
            "`{}` gives its function {}, but this closure takes {taken}",
            operator.name,
            match given.as_slice() {
                [1] => "one value".to_owned(),
                _ => format!("{} values", numbers.join(" or ")),
            }
        );
        let inputs = &closure.inputs;
        let place = Place::between(closure.inputs_begin.span, closure.inputs_end.span);
        let error = self.diagnostics.error(place, message);
        if given == [1] && taken > 1 && param.is_for_each_record() {
            let names: Vec<_> =
                inputs.iter().map(|input| input.to_token_stream().to_string()).collect();
            let arena = if param.gets_arena && taken == 2 {
                "; a last parameter named `arena` gets the arena"
            } else {
                ""
            };
            error.help(format!("to take a tuple apart, write `|({})|`{arena}", names.join(", ")));
        } else {
            error.help(operator.usage());
        }
        false
    }

    /// Reports streams that a closure uses, each once.
    fn uses_no_stream(&mut self, closure: &ExprClosure) -> bool {
        let used = Captures::of(closure).values;
        let stream = used.iter().find(|name| self.bindings.is_stream_in(name, self.chain));
        let Some(name) = stream else { return true };
        self.bindings.mark_used(name);
        self.diagnostics
            .error(name, format!("the stream `{name}` cannot be used inside a closure"))
            .help(help::stream_in_closure(&name.to_string()));
        false
    }

    /// Reports variables that a closure changes, each once.
    fn changes_nothing(&mut self, closure: &ExprClosure) -> bool {
        let changed = Captures::of(closure).changed;
        for (index, name) in changed.iter().enumerate() {
            if changed[..index].contains(name) {
                continue;
            }
            let message =
                format!("`{name}` cannot be changed here, because all workers run this closure");
            self.diagnostics.error(name, message).help(help::NO_CHANGES);
        }
        changed.is_empty()
    }

    /// Reports a `?` in the closure of an output that ends without `Ok(())`.
    fn returns_nothing(
        &mut self,
        operator: &'static Operator,
        param: &Param,
        closure: &ExprClosure,
    ) -> bool {
        let Expr::Block(body) = &*closure.body else { return true };
        let has_value = matches!(body.block.stmts.last(), Some(Stmt::Expr(_, None)));
        let is_open = matches!(closure.output, ReturnType::Default);
        if !param.is_action || has_value || !is_open {
            return true;
        }
        let Some(mark) = closures::question_mark(closure) else { return true };
        let message =
            format!("`?` cannot leave the closure of `{}`, which returns nothing", operator.name);
        self.diagnostics.error(mark, message).help("end the closure with `Ok(())`");
        false
    }

    /// Reports a `?` in a closure that surely returns neither an `Option` nor a `Result`.
    fn returns_a_record(&mut self, operator: &'static Operator, closure: &ExprClosure) -> bool {
        if !matches!(operator.class, Class::Map | Class::Filter) {
            return true;
        }
        let Some(mark) = closures::question_mark(closure) else { return true };
        if !is_record(&closure.body) {
            return true;
        }
        let message = format!("`?` cannot leave the closure of `{}`", operator.name);
        self.diagnostics.error(mark, message).help(help::FAILS);
        false
    }
}

/// The `_` that stands in the place of a value, as in `_ + _` or `_.len()`.
fn placeholder(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Infer(_) => Some(expr),
        Expr::Binary(binary) => placeholder(&binary.left).or_else(|| placeholder(&binary.right)),
        Expr::Unary(unary) => placeholder(&unary.expr),
        Expr::Paren(paren) => placeholder(&paren.expr),
        Expr::Field(field) => placeholder(&field.base),
        Expr::MethodCall(call) => placeholder(&call.receiver),
        _ => None,
    }
}

/// Whether an expression is surely no `Option` and no `Result`.
fn is_record(expr: &Expr) -> bool {
    match expr {
        Expr::Block(block) => match block.block.stmts.last() {
            Some(Stmt::Expr(last, None)) => is_record(last),
            _ => true,
        },
        Expr::Paren(paren) => is_record(&paren.expr),
        Expr::Lit(_)
        | Expr::Binary(_)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Reference(_)
        | Expr::Cast(_)
        | Expr::Try(_) => true,
        _ => false,
    }
}
