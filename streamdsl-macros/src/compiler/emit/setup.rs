//! Code that runs once: in place of the macro, and at the start of each worker.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::Emitter;
use super::names::Part;
use crate::compiler::graph::NodeId;
use crate::compiler::operators::{Class, Kind, Param};
use crate::compiler::resolved::{Argument, Combiner, DurationArg, Function};
use crate::compiler::span::{self, Audience};
use crate::compiler::stages::{Role, Stage, StageId};

impl Emitter<'_> {
    /// Statements outside the workers: settings, sources, durations and the
    /// values given to sinks, in program order.
    pub(super) fn setup(&self) -> TokenStream {
        let mut statements = TokenStream::new();
        if let Some(interval) = &self.staged().graph.batch_interval {
            let at = match interval {
                DurationArg::Literal(_, span) => self.spans.at(*span),
                DurationArg::Expr(tokens) => self.spans.at(span::first(tokens)),
            };
            let program = self.name("program");
            let interval = duration(interval);
            statements.extend(quote_spanned!(at=> #program.set_batch_interval(#interval);));
        }
        for node in 0..self.staged().graph.nodes.len() {
            statements.extend(match self.staged().graph.nodes[node].operation.operator.class {
                Class::Source => self.source_setup(node),
                _ => self.operator_setup(node),
            });
        }
        statements
    }

    fn source_setup(&self, node: NodeId) -> TokenStream {
        let at = self.at(node);
        let ops = self.ops(node);
        let program = self.name("program");
        let operation = &self.staged().graph.nodes[node].operation;
        let source = self.op(node);
        let (method, generics) = (&operation.name, &operation.generics);
        let values = self.values(node);
        let op = node as u16;
        let register = self.method("source", node);
        let allow = self.allow_numbered(node);
        let made = if let Some((_, call)) = &operation.made.by {
            call.clone()
        } else {
            quote_spanned!(at=> #ops::Stream::new(#op).#method #generics (#(#values),*))
        };
        let methods = operation.made.methods.iter().map(|method| &method.code);
        quote_spanned! {at=>
            #allow
            let #source: _ = #program.#register(#op, #made #(#methods)*);
        }
    }

    fn operator_setup(&self, node: NodeId) -> TokenStream {
        let at = self.at(node);
        let ops = self.ops(node);
        let program = self.name("program");
        let operation = &self.staged().graph.nodes[node].operation;
        let op = node as u16;
        let mut statements = TokenStream::new();
        if self.has_values(node) {
            let values = self.given_values(node);
            let name = self.part(node, Part::Arguments);
            statements.extend(quote_spanned!(at=> let #name = #values;));
        }
        statements.extend(self.constants(node));
        if self.windows().contains(&node) {
            let name = self.window(node);
            let parent = self.window_option(self.staged().pace_before(node));
            let window = operation.duration(Kind::Window).map(duration);
            let slide = operation.duration(Kind::Slide).map(duration).map_or_else(
                || quote_spanned!(at=> ::core::option::Option::None),
                |slide| quote_spanned!(at=> #ops::window::slide(#slide)),
            );
            statements.extend(
                quote_spanned!(at=> let #name = #program.window(#op, #parent, #window, #slide);),
            );
        }
        let inputs = &self.staged().graph.nodes[node].inputs;
        if inputs.len() > 1 {
            let paces = inputs.iter().map(|input| self.window_option(self.staged().pace[*input]));
            statements.extend(quote_spanned!(at=> #program.same_slide(#op, &[#(#paces),*]);));
        }
        statements
    }

    fn window_option(&self, window: Option<NodeId>) -> TokenStream {
        let Some(node) = window else { return quote!(::core::option::Option::None) };
        let window = self.window(node);
        quote!(::core::option::Option::Some(#window))
    }

    /// Whether an operator takes plain values.
    fn has_values(&self, node: NodeId) -> bool {
        self.staged().graph.nodes[node].operation.operator.params.iter().any(is_value)
    }

    /// The plain values that are given to an operator, as the call that types
    /// them.
    fn given_values(&self, node: NodeId) -> TokenStream {
        let (at, ops) = (self.at(node), self.ops(node));
        let operation = &self.staged().graph.nodes[node].operation;
        let (mut required, mut optional) = (Vec::new(), TokenStream::new());
        for (param, argument) in operation.operator.params.iter().zip(&operation.args) {
            let value = match argument {
                Argument::Value(tokens) => tokens.clone(),
                Argument::Duration(given) => duration(given),
                _ => continue,
            };
            if is_value(param) && param.required {
                required.push(value);
            } else if is_value(param) {
                let with = self.method(&format!("with_{}", param.name), node);
                optional.extend(quote_spanned!(at=> .#with(#value)));
            }
        }
        let [operator, arguments] =
            [operation.operator.name, "arguments"].map(|name| self.method(name, node));
        quote_spanned!(at=> #ops::#operator::#arguments(#(#required),*) #optional)
    }

    /// What keeps clippy from advice about how an optional value is written, if one is given.
    fn allow_numbered(&self, node: NodeId) -> Option<TokenStream> {
        let at = self.at(node);
        let operation = &self.staged().graph.nodes[node].operation;
        let mut params = operation.operator.params.iter().zip(&operation.args);
        let is_given = params
            .any(|(param, argument)| !param.required && matches!(argument, Argument::Value(_)));
        is_given.then(|| quote_spanned!(at=> #[allow(clippy::init_numbered_fields)]))
    }

    /// The values that are given to a source; an optional one is an `Option`.
    fn values(&self, node: NodeId) -> Vec<TokenStream> {
        let at = self.at(node);
        let operation = &self.staged().graph.nodes[node].operation;
        let params = operation.operator.params.iter().zip(&operation.args);
        params
            .filter(|(param, _)| is_value(param))
            .map(|(param, argument)| match self.chosen(node, param, argument) {
                Some(chosen) => chosen,
                None => optional(at, param, argument),
            })
            .collect()
    }

    /// What `stop`, `skip` or `cut` stands for as an argument.
    fn chosen(&self, node: NodeId, param: &Param, argument: &Argument) -> Option<TokenStream> {
        let Argument::Value(tokens) = argument else { return None };
        let choice = tokens.to_string();
        if param.kind != Kind::OnLongRecord || !["stop", "skip", "cut"].contains(&&*choice) {
            return None;
        }
        // A function, because rustc calls the path of a variant whose type is in scope too long.
        let (at, ops, choice) = (self.at(node), self.ops(node), self.method(&choice, node));
        Some(quote_spanned!(at=> ::core::option::Option::Some(#ops::on_long_record::#choice())))
    }

    /// Statements at the start of a worker: operators, functions that are
    /// computed once, stages.
    pub(super) fn declarations(&self) -> TokenStream {
        let mut statements = TokenStream::new();
        for node in 0..self.staged().graph.nodes.len() {
            statements.extend(self.operator_declaration(node));
        }
        for (id, stage) in self.staged().stages.iter().enumerate() {
            statements.extend(self.stage_declaration(id, stage));
        }
        statements
    }

    fn operator_declaration(&self, node: NodeId) -> TokenStream {
        if self.role(node) == Role::Source {
            return TokenStream::new();
        }
        let at = self.at(node);
        let ops = self.ops(node);
        let (op, number) = (self.op(node), node as u16);
        let op_type = self.op_type(node);
        let mut statements = quote_spanned!(at=> let #op = #op_type::new(#number););
        if self.staged().is_union(node) {
            let union = self.part(node, Part::Streams);
            statements.extend(quote_spanned!(at=> let #union = #ops::Union::new();));
        }
        if self.role(node) == Role::Buffer {
            let buffer = self.part(node, Part::Buffer);
            statements.extend(quote_spanned!(at=> let mut #buffer = #ops::UnionBuffer::default();));
        }
        for (index, argument) in self.staged().graph.nodes[node].operation.args.iter().enumerate() {
            if let Argument::Function(Function::Other(tokens))
            | Argument::Combiner(Combiner::Function(Function::Other(tokens))) = argument
            {
                let name = self.part(node, Part::Function(index));
                statements.extend(quote_spanned!(at=> let #name = #tokens;));
            }
        }
        statements.extend(self.checked_constants(node));
        statements.extend(self.mention(node));
        statements
    }

    /// Where nothing is called by the name of an operator as the user knows it,
    /// an editor still finds it.
    fn mention(&self, node: NodeId) -> TokenStream {
        let is_called = self.aggregate_over(node).is_none();
        if self.spans.audience() == Audience::Compiler || is_called {
            return TokenStream::new();
        }
        let (at, ops) = (self.at(node), self.ops(node));
        let name = &self.staged().graph.nodes[node].operation.name;
        quote_spanned!(at=> let _ = #ops::Stream::#name;)
    }

    /// The statement that computes an operator's constants, where the program stands: so what their
    /// expressions mention is not captured.
    fn constants(&self, node: NodeId) -> TokenStream {
        if self.first_constant(node).is_none() {
            return TokenStream::new();
        }
        let (at, ops) = (self.at(node), self.ops(node));
        let operation = &self.staged().graph.nodes[node].operation;
        let params = operation.operator.params.iter().zip(&operation.args);
        let constants = params
            .filter(|(param, _)| param.kind == Kind::Constant)
            .map(|(param, argument)| optional(at, param, argument));
        let name = self.part(node, Part::Constants);
        let [operator, typed] =
            [operation.operator.name, "constants"].map(|name| self.method(name, node));
        let allow = self.allow_numbered(node);
        quote_spanned! {at=>
            #allow
            let #name = #ops::#operator::#typed(#(#constants),*);
        }
    }

    /// The statement by which a worker gets its own copy of an operator's constants.
    fn checked_constants(&self, node: NodeId) -> TokenStream {
        if self.first_constant(node).is_none() {
            return TokenStream::new();
        }
        let (at, ops, name) = (self.at(node), self.ops(node), self.part(node, Part::Constants));
        let (worker, number) = (self.name_at("worker", node), node as u16);
        let checked = self.method("checked", node);
        quote_spanned! {at=>
            let #name = #worker.#checked(#number, #ops::copy(&#name))?;
        }
    }

    fn stage_declaration(&self, id: StageId, stage: &Stage) -> TokenStream {
        let at = self.at(stage.ingest);
        let ops = self.ops(stage.ingest);
        let worker = self.name("worker");
        let object = self.stage_name(id, 0);
        let arguments = self.constructor_arguments(stage);
        let constructor = self.constructor(stage);
        let mut statements =
            quote_spanned!(at=> let mut #object = #constructor(#worker, #arguments)?;);
        for port in 1..self.ports(stage) {
            let object = self.stage_name(id, port);
            let operator = self.staged().graph.operator(stage.output).name;
            let [operator, other_input] =
                [operator, "other_input"].map(|name| self.method(name, stage.ingest));
            statements.extend(
                quote_spanned!(at=> let mut #object = #ops::#operator::#other_input(#worker);),
            );
        }
        if let Some(initial) = self.initial(stage) {
            let initialize = self.method("initialize", stage.ingest);
            statements.extend(quote_spanned!(at=> #object.#initialize(#worker, #initial);));
        }
        statements
    }

    /// The state that a stage starts with, if it is given. Each worker needs it, so a variable is
    /// copied.
    fn initial(&self, stage: &Stage) -> Option<TokenStream> {
        let operation = &self.staged().graph.nodes[stage.output].operation;
        let Some(Argument::Value(tokens)) = operation.arg(Kind::Initial) else { return None };
        let is_place =
            matches!(syn::parse2(tokens.clone()), Ok(syn::Expr::Path(_) | syn::Expr::Field(_)));
        if !is_place {
            return Some(tokens.clone());
        }
        let at = tokens.span();
        let ops = self.ops(stage.ingest);
        Some(quote_spanned!(at=> #ops::copy(&#tokens)))
    }

    /// The function that makes a stage. A window under an aggregate is made by
    /// the stream that it is over.
    fn constructor(&self, stage: &Stage) -> TokenStream {
        match stage.window {
            Some(window) if stage.panes.is_some() && self.aggregate_over(window) == stage.panes => {
                let op = self.op(window);
                let name = self.staged().graph.operator(window).name;
                let (at, method) = (self.at(window), self.method(name, window));
                let generics = &self.staged().graph.nodes[window].operation.generics;
                quote_spanned!(at=> #op.#method #generics)
            }
            _ => {
                let (at, ops) = (self.at(stage.ingest), self.ops(stage.ingest));
                let (stage_type, new) = (self.type_of(stage), self.method("new", stage.ingest));
                quote_spanned!(at=> #ops::#stage_type::#new)
            }
        }
    }

    fn constructor_arguments(&self, stage: &Stage) -> TokenStream {
        let at = self.at(stage.ingest);
        let ops = self.ops(stage.ingest);
        let number = stage.ingest as u16;
        let mut arguments = quote_spanned!(at=> #ops::Stream::new(#number));
        if let Some(window) = stage.window {
            let window = self.window(window);
            arguments.extend(quote_spanned!(at=> , #window));
        }
        if self.staged().is_stateful(stage) {
            let slot = self.staged().slot(stage).name;
            arguments.extend(quote_spanned!(at=> , #slot));
        }
        if self.has_values(stage.output) {
            let values = self.part(stage.output, Part::Arguments);
            arguments.extend(quote_spanned!(at=> , &#values));
        }
        arguments
    }

    /// The runtime type of a stage: of its panes, or named after its operator.
    fn type_of(&self, stage: &Stage) -> proc_macro2::Ident {
        if let Some(aggregate) = stage.panes {
            return self.method(aggregate.panes().stage, stage.ingest);
        }
        let operator = self.staged().graph.operator(stage.output);
        let camel: String = operator
            .name
            .split('_')
            .map(|word| {
                let mut letters = word.chars();
                letters
                    .next()
                    .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            })
            .collect();
        let suffix = if self.staged().is_in_order_by_type(stage) { "InOrder" } else { "" };
        self.method(&format!("{camel}{suffix}"), stage.ingest)
    }
}

/// A value as an argument of the function that types it; an optional one is an
/// `Option`.
fn optional(at: Span, param: &Param, argument: &Argument) -> TokenStream {
    match argument {
        Argument::Value(tokens) if param.required => tokens.clone(),
        // Not as a call: rustc would speak of the arguments of an enum's variant.
        Argument::Value(tokens) => quote_spanned!(at=> ::core::option::Option::Some { 0: #tokens }),
        Argument::Duration(given) => {
            let given = duration(given);
            quote_spanned!(at=> ::core::option::Option::Some { 0: #given.into() })
        }
        _ => quote_spanned!(at=> ::core::option::Option::None),
    }
}

/// Whether an argument is evaluated once, where the program stands.
fn is_value(param: &Param) -> bool {
    matches!(param.kind, Kind::Value | Kind::Timeout | Kind::DurationOrValue | Kind::OnLongRecord)
}

/// A duration as an expression.
fn duration(duration: &DurationArg) -> TokenStream {
    match duration {
        DurationArg::Literal(duration, _) => {
            let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
            quote!(::core::time::Duration::new(#seconds, #nanos))
        }
        DurationArg::Expr(tokens) => tokens.clone(),
    }
}
