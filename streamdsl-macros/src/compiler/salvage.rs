//! What can be compiled of a program with mistakes.
//!
//! Nothing of it runs. It is for editors: while a program is being typed it is wrong most of the
//! time, and what is right in it should still have types, methods and documentation.

use proc_macro2::Ident;

use crate::compiler::resolved::{Argument, Operation, Resolved, ResolvedChain, ResolvedHead};

/// A program without its mistakes.
pub(crate) struct Salvaged {
    /// The chains, each as far as it can be followed.
    pub(crate) program: Resolved,
    /// The names of the operators that are left over, and those that mean nothing; none for an
    /// operator that is missing.
    pub(crate) names: Vec<Option<Ident>>,
}

/// Leaves out of `program` what makes it wrong, and what depends on it.
pub(crate) fn salvage(program: Resolved) -> Salvaged {
    let mut salvage = Salvage { new_index: Vec::new(), chains: Vec::new(), names: Vec::new() };
    for chain in program.chains {
        salvage.chain(chain);
    }
    let Salvage { chains, names, .. } = salvage;
    let mut names: Vec<_> = names.into_iter().map(Some).collect();
    let unknown = program.unknown.into_iter();
    names.extend(unknown.map(|call| (!call.is_missing()).then_some(call.name)));
    let batch_interval = program.batch_interval;
    Salvaged { program: Resolved { batch_interval, chains, unknown: Vec::new() }, names }
}

struct Salvage {
    /// For each chain so far its place among those that are kept, if it is complete.
    new_index: Vec<Option<usize>>,
    chains: Vec<ResolvedChain>,
    names: Vec<Ident>,
}

impl Salvage {
    fn chain(&mut self, chain: ResolvedChain) {
        let ResolvedChain { binding, head, operations } = chain;
        let mut operations = operations.into_iter();
        let Some(head) = self.head(head) else {
            self.names.extend(operations.map(|operation| operation.name));
            self.new_index.push(None);
            return;
        };
        let mut kept: Vec<Operation> = Vec::new();
        let mut is_complete = true;
        for mut operation in operations.by_ref() {
            let is_last = kept.last().is_some_and(|last| last.operator.is_sink());
            if is_last || operation.operator.is_source() || !self.is_usable(&mut operation) {
                self.names.push(operation.name);
                is_complete = false;
                break;
            }
            kept.push(operation);
        }
        self.names.extend(operations.map(|operation| operation.name));
        self.new_index.push(is_complete.then_some(self.chains.len()));
        self.chains.push(ResolvedChain { binding, head, operations: kept });
    }

    fn head(&mut self, head: ResolvedHead) -> Option<ResolvedHead> {
        match head {
            ResolvedHead::Source(mut source) => {
                if self.is_usable(&mut source) {
                    return Some(ResolvedHead::Source(source));
                }
                self.names.push(source.name);
                None
            }
            ResolvedHead::Chain(chain) => self.kept(chain).map(ResolvedHead::Chain),
            ResolvedHead::Unknown => None,
        }
    }

    fn kept(&self, chain: usize) -> Option<usize> {
        self.new_index.get(chain).copied().flatten()
    }

    /// Whether nothing that the operation needs is missing. The streams that it takes are renumbered.
    fn is_usable(&self, operation: &mut Operation) -> bool {
        let params = operation.operator.params.iter().zip(&mut operation.args);
        params.into_iter().all(|(param, argument)| match argument {
            Argument::Missing => !param.required,
            Argument::Streams(streams) => {
                let is_given = !streams.is_empty();
                is_given
                    && streams.iter_mut().all(|(chain, _)| match self.kept(*chain) {
                        Some(kept) => {
                            *chain = kept;
                            true
                        }
                        None => false,
                    })
            }
            _ => true,
        })
    }
}
