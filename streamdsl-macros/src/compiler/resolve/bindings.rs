//! The streams that `let` binds, and how the chains of a program use each other.

use proc_macro2::Ident;

use crate::compiler::ast::{Statement, plain};
use crate::compiler::diagnostics::Diagnostics;
use crate::compiler::operators::help;
use crate::compiler::suggest;

/// The streams of a program that have names.
pub(super) struct Bindings {
    bound: Vec<Bound>,
    /// Names whose chains could not be read.
    lost: Vec<Ident>,
    /// Whether a `let` has a name that could not be read.
    has_nameless: bool,
    /// Whether a name was found that is no stream. It may have been meant to be any of them.
    has_unknown: bool,
    /// Which chain uses which: `(user, used, name)`.
    uses: Vec<(usize, usize, Ident)>,
}

struct Bound {
    name: Ident,
    chain: usize,
    used: bool,
}

/// The meaning of a name where a stream is expected.
pub(super) enum Lookup {
    /// The stream of the chain with this index.
    Chain(usize),
    /// No stream; this was reported, or will be.
    Reported,
    Unknown,
}

impl Bindings {
    /// Takes the names of all statements, and reports a name that is bound twice.
    pub(super) fn collect(
        statements: &[Statement],
        lost: Vec<Ident>,
        has_nameless: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut bound: Vec<Bound> = Vec::new();
        for (chain, statement) in statements.iter().enumerate() {
            let Some(name) = &statement.binding else { continue };
            if bound.iter().any(|bound| plain(&bound.name) == plain(name)) {
                diagnostics
                    .error(name, format!("the name `{name}` is already bound"))
                    .help("choose another name; a stream keeps its name in the whole program");
            } else {
                bound.push(Bound { name: name.clone(), chain, used: false });
            }
        }
        Self { bound, lost, has_nameless, has_unknown: false, uses: Vec::new() }
    }

    /// The chain that `name` stands for in the chain with index `user`.
    pub(super) fn lookup(&mut self, name: &Ident, user: usize) -> Lookup {
        let Some(bound) = self.bound.iter_mut().find(|bound| plain(&bound.name) == plain(name))
        else {
            let is_lost = self.lost.iter().any(|lost| plain(lost) == plain(name));
            return if is_lost { Lookup::Reported } else { Lookup::Unknown };
        };
        bound.used = true;
        self.uses.push((user, bound.chain, name.clone()));
        if bound.chain < user { Lookup::Chain(bound.chain) } else { Lookup::Reported }
    }

    /// Takes note of a name that is no stream. Returns whether that is a mistake of its own: it may
    /// be the name of a `let` that could not be read.
    pub(super) fn note_unknown(&mut self) -> bool {
        self.has_unknown = true;
        !self.has_nameless
    }

    /// Whether `name` is a stream in the chain with index `user`.
    pub(super) fn is_stream_in(&self, name: &Ident, user: usize) -> bool {
        self.bound.iter().any(|bound| bound.chain < user && bound.name == *name)
    }

    /// Whether `name` is bound anywhere in the program.
    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.bound.iter().any(|bound| plain(&bound.name) == name)
    }

    /// Takes note that `name` is used, in whatever way.
    pub(super) fn mark_used(&mut self, name: &Ident) {
        for bound in self.bound.iter_mut().filter(|bound| plain(&bound.name) == plain(name)) {
            bound.used = true;
        }
    }

    /// The bound name that is closest to `name`.
    pub(super) fn closest(&self, name: &str) -> Option<String> {
        let names: Vec<_> = self.bound.iter().map(|bound| plain(&bound.name)).collect();
        suggest::closest(name, names.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Reports streams that are used before they are bound, which includes every cycle.
    pub(super) fn report_order(&self, diagnostics: &mut Diagnostics) {
        for (user, used, name) in &self.uses {
            if used < user {
                continue;
            }
            if user == used {
                diagnostics
                    .error(name, format!("the stream `{name}` is made from itself"))
                    .help(help::NO_CYCLES);
            } else if self.leads_to(*used, *user) {
                diagnostics
                    .error(
                        name,
                        format!("`{name}` is itself made from the stream that uses it here"),
                    )
                    .help(help::NO_CYCLES);
            } else {
                diagnostics
                    .error(name, format!("the stream `{name}` is used before it is bound"))
                    .help(format!("move `let {name} = ...;` above this chain"));
            }
        }
    }

    /// Whether the chain `from` uses the chain `to`, directly or through others.
    fn leads_to(&self, from: usize, to: usize) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&chain) = reached.get(next) {
            next += 1;
            for (_, used, _) in self.uses.iter().filter(|(user, _, _)| *user == chain) {
                if !reached.contains(used) {
                    reached.push(*used);
                }
            }
        }
        reached.contains(&to)
    }

    /// Reports streams that nothing uses.
    pub(super) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        if self.has_unknown {
            return;
        }
        for Bound { name, .. } in self.bound.iter().filter(|bound| !bound.used) {
            diagnostics
                .error(name, format!("the stream `{name}` is never used"))
                .help(help::used(&name.to_string()));
        }
    }
}
