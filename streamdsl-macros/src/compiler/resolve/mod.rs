//! Syntax tree to resolved tree: resolves every name and checks the form of the program.

mod arguments;
mod bindings;
mod closures;
pub(crate) mod kinds;
mod own;
mod sides;
mod timing;
mod untyped;

use proc_macro2::{Ident, Span};

use crate::compiler::ast::{Call, Chain, Program, Statement, plain};
use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::operators::{self, Operator, help};
use crate::compiler::resolved::{Made, Operation, Resolved, ResolvedChain, ResolvedHead};
use crate::compiler::{settings, suggest};
use bindings::{Bindings, Lookup};

/// Resolves `program`.
pub(crate) fn resolve(program: Program, diagnostics: &mut Diagnostics) -> Resolved {
    // Parts that could not be read may use any name. So unused names are not reported then.
    let all_was_read = diagnostics.is_empty();
    if all_was_read && program.statements.is_empty() {
        report_empty(&program, diagnostics);
    }
    let settings = settings::resolve(program.settings, diagnostics);
    let bindings =
        Bindings::collect(&program.statements, program.lost, program.has_nameless, diagnostics);
    let mut resolver =
        Resolver { bindings, slots: Vec::new(), unknown: Vec::new(), chain: 0, diagnostics };
    let chains = program.statements.into_iter().map(|statement| resolver.statement(statement));
    let chains = chains.collect();
    let Resolver { bindings, unknown, .. } = resolver;
    bindings.report_order(diagnostics);
    if all_was_read {
        bindings.report_unused(diagnostics);
    }
    let batch_interval = settings.batch_interval;
    let program = Resolved { batch_interval, chains, unknown };
    timing::check(&program, diagnostics);
    if all_was_read {
        sides::check(&program, diagnostics);
    }
    if diagnostics.is_empty() {
        untyped::check(&program, diagnostics);
    }
    program
}

fn report_empty(program: &Program, diagnostics: &mut Diagnostics) {
    let place = program.settings.last().map_or_else(Span::call_site, |last| last.name.span());
    diagnostics.error(place, "this program has no chain, so it does nothing").help(help::SMALLEST);
}

/// Resolves the statements of a program, one after the other.
struct Resolver<'d> {
    bindings: Bindings,
    /// The slot names used so far.
    slots: Vec<syn::LitStr>,
    unknown: Vec<Call>,
    /// The index of the current chain.
    chain: usize,
    diagnostics: &'d mut Diagnostics,
}

impl Resolver<'_> {
    fn statement(&mut self, statement: Statement) -> ResolvedChain {
        let Statement { binding, chain: Chain { head, calls }, complete } = statement;
        let mut end = head.name.clone();
        let mut operations = Vec::new();
        let head = self.head(head, &mut operations);
        // A last name that means nothing may have been meant to be a sink.
        let mut end_is_known = !matches!(head, ResolvedHead::Unknown);
        for call in calls {
            if !call.is_missing() {
                end = call.name.clone();
            }
            let operation = self.call(call);
            end_is_known = operation.is_some();
            operations.extend(operation);
        }
        let sinks_are_last = self.check_sinks(&operations);
        if complete && end_is_known && sinks_are_last {
            self.check_end(binding.as_ref(), &end, operations.last());
        }
        self.chain += 1;
        ResolvedChain { binding, head, operations }
    }

    /// Resolves the head of a chain. An operator that needs a stream before it is reported and
    /// then read as the first operation.
    fn head(&mut self, head: Call, operations: &mut Vec<Operation>) -> ResolvedHead {
        if head.path.is_some() {
            return ResolvedHead::Source(self.own_source(head));
        }
        let name = plain(&head.name);
        if head.is_bare() {
            match self.bindings.lookup(&head.name, self.chain) {
                Lookup::Chain(chain) => return ResolvedHead::Chain(chain),
                Lookup::Reported => return ResolvedHead::Unknown,
                Lookup::Unknown => {}
            }
        }
        match operators::find(&name) {
            Some(operator) if operator.is_source() => {
                ResolvedHead::Source(self.operation(operator, head))
            }
            Some(operator) => {
                self.diagnostics
                    .error(&head.name, format!("`{name}` needs a stream before it"))
                    .help(help::START_CHAIN);
                operations.push(self.operation(operator, head));
                ResolvedHead::Unknown
            }
            None if self.is_own_function(&head) => ResolvedHead::Source(self.own_source(head)),
            None => {
                self.unknown_head(&head);
                self.forget(head);
                ResolvedHead::Unknown
            }
        }
    }

    /// Whether the call of a name that is no operator is taken as that of a function of the user's.
    fn is_own_function(&self, head: &Call) -> bool {
        let name = plain(&head.name);
        head.parens.is_some() && !self.bindings.is_bound(&name) && suggest::head(&name).is_none()
    }

    fn unknown_head(&mut self, head: &Call) {
        let name = plain(&head.name);
        if head.is_bare() && !self.bindings.note_unknown() {
            return;
        }
        if self.bindings.is_bound(&name) {
            self.bindings.mark_used(&head.name);
            self.diagnostics
                .error(&head.name, format!("`{name}` is a stream, not a function"))
                .help(format!("write `{name} |> ...`"));
            return;
        }
        let source = if head.is_bare() { suggest::bare_head(&name) } else { suggest::head(&name) };
        let stream = self.bindings.closest(&name).filter(|_| head.is_bare());
        let what = if head.is_bare() { "stream" } else { "source" };
        let error = self.diagnostics.error(&head.name, format!("unknown {what} `{name}`"));
        match (stream, source) {
            (Some(stream), _) => error.help(format!("did you mean `{stream}`?")),
            (None, Some(source)) => error.help(source),
            (None, None) => error.help(format!(
                "bind it before this chain with `let {name} = ...;`; {}",
                help::own_source(&name)
            )),
        }
    }

    /// Resolves a call after a `|>`.
    fn call(&mut self, call: Call) -> Option<Operation> {
        if call.is_missing() {
            self.unknown.push(call);
            return None;
        }
        let name = plain(&call.name);
        let Some(operator) = operators::find(&name) else {
            self.unknown_call(&call);
            self.forget(call);
            return None;
        };
        if operator.is_source() {
            self.diagnostics
                .error(&call.name, format!("`{name}` is a source and can only start a chain"))
                .help(help::MERGE_STREAMS);
        }
        Some(self.operation(operator, call))
    }

    fn unknown_call(&mut self, call: &Call) {
        let name = plain(&call.name);
        if self.bindings.is_bound(&name) {
            self.bindings.mark_used(&call.name);
            self.diagnostics
                .error(&call.name, format!("`{name}` is a stream, not an operator"))
                .help(help::merge(&name));
            return;
        }
        let error = self.diagnostics.error(&call.name, format!("unknown operator `{name}`"));
        match suggest::behind_pipe(&name) {
            Some(meant) => error.help(meant),
            None => error.help(help::own_function(&name)),
        }
    }

    /// Sets a call aside whose name means nothing. The streams that it names count as used.
    fn forget(&mut self, call: Call) {
        for arg in &call.args {
            if let Some(name) = kinds::plain_name(&arg.value) {
                self.bindings.mark_used(name);
            }
        }
        self.unknown.push(call);
    }

    fn operation(&mut self, operator: &'static Operator, call: Call) -> Operation {
        let Call { pipe, name, generics, args, methods, .. } = call;
        let args = self.arguments(operator, &name, args);
        let made = Made { by: None, methods: self.methods(methods) };
        Operation { operator, name, generics, args, pipe, made }
    }

    /// Nothing can follow a sink.
    fn check_sinks(&mut self, operations: &[Operation]) -> bool {
        let after = operations.iter().zip(operations.iter().skip(1));
        let Some((sink, next)) = after.into_iter().find(|(first, _)| first.operator.is_sink())
        else {
            return true;
        };
        self.diagnostics
            .error(&next.name, format!("`{}` follows the sink `{}`", next.name, sink.name))
            .help("to use a stream twice, bind it with `let` and write one chain for each sink");
        false
    }

    /// A chain ends in a sink, unless it is bound.
    fn check_end(&mut self, binding: Option<&Ident>, end: &Ident, last: Option<&Operation>) {
        let sink = last.filter(|last| last.operator.is_sink());
        match (binding, sink) {
            (Some(name), Some(_)) => {
                self.bindings.mark_used(name);
                let message =
                    format!("`{name}` cannot name a stream, because its chain ends in a sink");
                self.diagnostics.error(name, message).help(help::bound_sink(&plain(name)));
            }
            (None, None) => {
                self.diagnostics
                    .error(end, "this chain has no sink, so it produces no output")
                    .help(help::END_CHAIN);
            }
            _ => {}
        }
    }
}
