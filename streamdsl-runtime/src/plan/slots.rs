//! The slots of a program.

use crate::base::error::{Error, Result};
use crate::plan::Plan;

/// Where a stage keeps its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// The name under which the state is saved.
    pub name: &'static str,
    /// How the values in the slot are combined: an operator of the language such as `+` or `max`,
    /// `count`, or `fn` for a function of the user's. `None` if they are not combined.
    pub combiner: Option<&'static str>,
    /// Whether only a number tells the name apart from another one of the program. Such a name
    /// changes its owner when operators are added, removed or moved.
    pub numbered: bool,
    /// The number of the operator that takes `slot = "name"`. Without one, a stage gets a name of
    /// its own from `let`.
    pub named_at: Option<u16>,
}

impl Plan {
    /// The slots of the program, each with the number of the operator whose records come out.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (&'static SlotInfo, u16)> {
        self.stages.iter().filter_map(|stage| Some((stage.slot.as_ref()?, stage.output)))
    }

    /// Checks that no slot has only a number to tell it apart.
    ///
    /// # Errors
    /// [`Error::Config`] with every such operator, where it is written, and the name to write.
    pub(crate) fn check_slot_names(&self) -> Result<()> {
        let numbered = self.slots().filter(|(slot, _)| slot.numbered);
        let lines: Vec<_> = numbered.map(|(slot, output)| self.advice(slot, output)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        Err(Error::config(format!(
            "these operators keep state, and only their order in the program tells them apart. With a \
             checkpoint directory, each of them needs a name of its own, so that it finds its state \
             again after the program has changed:\n{}",
            lines.join("\n")
        )))
    }

    /// What to write where, so that a slot has a name of its own.
    fn advice(&self, slot: &SlotInfo, output: u16) -> String {
        let (_, location) = self.operator(slot.named_at.or(Some(output)));
        let name = slot.name;
        match slot.named_at {
            Some(op) => format!("  {location}: `{}`: add `slot = \"{name}\"`", self.call(op)),
            None => format!(
                "  {location}: `{}`: bind its stream with a `let` of its own; its state is now `{name}`",
                self.call(output)
            ),
        }
    }
}
