//! What becomes of saved state when the program has changed.

use crate::base::error::{Error, Result};
use crate::state::Snapshot;
use crate::state::similar::{list, nearest};

/// What happens with saved state that no operator of the program has the name of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OnMissingSlot {
    /// The job does not start. The error names the slots, and for each one the nearest names of the
    /// program.
    #[default]
    Refuse,
    /// The job carries the state into its own checkpoints and snapshots, unchanged. A later program
    /// that has the name again continues from it.
    Keep,
    /// The job starts without the state, and a notice names it. Checkpoints of the job do not hold it.
    Drop,
}

/// How the program has changed since its state was saved, as the builder was told.
#[derive(Debug, Default)]
pub(crate) struct SlotChanges {
    pub(crate) on_missing: OnMissingSlot,
    /// Old and new names.
    pub(crate) renamed: Vec<(String, String)>,
    /// The slots that may have another combiner than before.
    pub(crate) across_combiner: Vec<String>,
    /// Whether the job begins without state.
    pub(crate) fresh: bool,
}

impl SlotChanges {
    /// Checks the changes against the slots of the program.
    ///
    /// # Errors
    /// [`Error::Config`] if a name is unknown, or renamed twice.
    pub(crate) fn check(&self, program: &[&str]) -> Result<()> {
        for name in &self.across_combiner {
            known(&format!("keep_slot_across_combiner({name:?})"), name, program)?;
        }
        for (at, (old, new)) in self.renamed.iter().enumerate() {
            let call = format!("rename_slot({old:?}, {new:?})");
            known(&call, new, program)?;
            if program.contains(&old.as_str()) {
                return Err(Error::config(format!(
                    "`{call}`: an operator of the program still has the slot `{old}`; give that operator \
                     another name first"
                )));
            }
            let before = &self.renamed[..at];
            if before.iter().any(|(from, to)| from == old || to == new) {
                return Err(Error::config(format!(
                    "`{call}`: another `rename_slot` already names `{old}` or `{new}`; each name can be \
                     given once"
                )));
            }
        }
        Ok(())
    }

    /// Fits saved state to a program with these slots. Also returns the names of the slots that are
    /// dropped.
    ///
    /// # Errors
    /// [`Error::MissingSlots`] if the program has no place for some of the state, and
    /// [`Error::Config`] if a slot cannot be renamed.
    pub(crate) fn apply(
        &self,
        mut saved: Snapshot,
        program: &[&str],
    ) -> Result<(Snapshot, Vec<String>)> {
        for (old, new) in &self.renamed {
            rename(&mut saved, old, new)?;
        }
        for name in &self.across_combiner {
            saved.forget_combiner(name);
        }
        let names = saved.slots().map(|(name, _)| name);
        let missing: Vec<_> =
            names.filter(|name| !program.contains(name)).map(str::to_owned).collect();
        match self.on_missing {
            OnMissingSlot::Refuse if !missing.is_empty() => Err(refusal(&saved, missing, program)),
            OnMissingSlot::Refuse | OnMissingSlot::Keep => Ok((saved, Vec::new())),
            OnMissingSlot::Drop => {
                for name in &missing {
                    saved.remove(name);
                }
                Ok((saved, missing))
            }
        }
    }
}

/// Checks that the program has a slot that a call of the builder names.
fn known(call: &str, name: &str, program: &[&str]) -> Result<()> {
    if program.contains(&name) {
        return Ok(());
    }
    let slots = match program {
        [] => "the program keeps no state".to_owned(),
        slots => format!("the nearest slots are {}", list(nearest(name, slots.iter().copied()))),
    };
    Err(Error::config(format!("`{call}`: the program has no slot `{name}`; {slots}")))
}

/// Renames a slot, unless an earlier start with the same setting has already done so.
fn rename(saved: &mut Snapshot, old: &str, new: &str) -> Result<()> {
    match (saved.has(old), saved.has(new)) {
        (true, false) => saved.rename(old, new),
        (false, true) => {}
        (true, true) => {
            return Err(Error::config(format!(
                "`rename_slot({old:?}, {new:?})`: the saved state holds both slots, so one of the two \
                 would be lost; rename `{old}` to a name that is free"
            )));
        }
        (false, false) => {
            let slots = saved.slots().map(|(name, _)| name);
            let near = match &nearest(old, slots)[..] {
                [] => "it holds no slot at all".to_owned(),
                near => format!("the nearest slots are {}", list(near.iter().copied())),
            };
            return Err(Error::config(format!(
                "`rename_slot({old:?}, {new:?})`: the saved state holds neither of the two slots; {near}"
            )));
        }
    }
    Ok(())
}

/// The error of state that the program has no place for.
fn refusal(saved: &Snapshot, missing: Vec<String>, program: &[&str]) -> Error {
    let free: Vec<&str> = program.iter().copied().filter(|name| !saved.has(name)).collect();
    let lines: String = missing.iter().map(|name| line(name, &free, program)).collect();
    let advice = advice(&missing[0], &free);
    let message = format!(
        "the saved state holds slots that the program does not have:{lines}\n{advice}If the state is not \
         needed, `on_missing_slot(OnMissingSlot::Drop)` drops it, \
         `on_missing_slot(OnMissingSlot::Keep)` carries it along, and `fresh()` begins without any state"
    );
    Error::MissingSlots { slots: missing, message }
}

/// What to do if an operator was renamed; nothing if no operator is without state.
fn advice(missing: &str, free: &[&str]) -> String {
    let near = nearest(missing, free.iter().copied());
    let Some(new) = near.first() else { return String::new() };
    format!(
        "If an operator has another name now, write `slot = {missing:?}` at that operator, or call \
         `rename_slot({missing:?}, {new:?})` at the builder of the context. "
    )
}

/// The line about one slot that the program does not have.
fn line(name: &str, free: &[&str], program: &[&str]) -> String {
    let near = match (&nearest(name, free.iter().copied())[..], program) {
        (_, []) => "the program keeps no state".to_owned(),
        ([], _) => "every slot of the program has its state".to_owned(),
        (near, _) => {
            format!("the nearest slots without saved state are {}", list(near.iter().copied()))
        }
    };
    format!("\n  `{name}`: {near}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::snapshot::{Progress, SavedSlot};

    fn saved(names: &[&str]) -> Snapshot {
        let mut snapshot = Snapshot::new(Progress::default());
        for name in names {
            let shape = format!("shape of {name} combined by +");
            snapshot.insert(name, SavedSlot { shape, ..SavedSlot::default() });
        }
        snapshot
    }

    fn renaming(renamed: &[(&str, &str)]) -> SlotChanges {
        let renamed = renamed.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned()));
        SlotChanges { renamed: renamed.collect(), ..SlotChanges::default() }
    }

    /// The names of the slots after the changes, with the first letters of their shapes.
    fn fitted(changes: &SlotChanges, before: &[&str], program: &[&str]) -> Result<Vec<String>> {
        changes.check(program)?;
        let (saved, _) = changes.apply(saved(before), program)?;
        Ok(saved.slots().map(|(name, shape)| format!("{name}: {shape}")).collect())
    }

    #[test]
    fn a_slot_is_renamed_once_and_stays_renamed() {
        let changes = renaming(&[("a", "b")]);
        let after = ["b: shape of a combined by +", "c: shape of c combined by +"];
        assert_eq!(fitted(&changes, &["a", "c"], &["b", "c"]).unwrap(), after);
        let again = ["b: shape of b combined by +", "c: shape of c combined by +"];
        assert_eq!(fitted(&changes, &["b", "c"], &["b", "c"]).unwrap(), again);
    }

    #[test]
    fn a_rename_that_would_lose_or_mistake_state_is_refused() {
        let refused = |renamed: &[(&str, &str)], saved: &[&str], program: &[&str]| {
            fitted(&renaming(renamed), saved, program).unwrap_err().to_string()
        };
        let unknown = refused(&[("a", "total")], &["a"], &["totals", "x"]);
        assert!(
            unknown.contains("no slot `total`; the nearest slots are `totals`, `x`"),
            "{unknown}"
        );
        let neither = refused(&[("count", "b")], &["counts"], &["b"]);
        assert!(
            neither.contains("neither of the two slots; the nearest slots are `counts`"),
            "{neither}"
        );
        let both = refused(&[("a", "b")], &["a", "b"], &["b"]);
        assert!(both.contains("holds both slots"), "{both}");
        let swap = refused(&[("a", "b"), ("b", "a")], &["a", "b"], &["a", "b"]);
        assert!(swap.contains("still has the slot `a`"), "{swap}");
        let twice = refused(&[("a", "c"), ("b", "c")], &["a", "b"], &["c"]);
        assert!(twice.contains("already names `b` or `c`"), "{twice}");
    }

    #[test]
    fn state_without_a_place_is_refused_kept_or_dropped() {
        let error =
            fitted(&SlotChanges::default(), &["a", "b.window"], &["a", "c.window"]).unwrap_err();
        let Error::MissingSlots { slots, message } = &error else { panic!("{error}") };
        assert_eq!(slots, &["b.window"]);
        assert!(
            message
                .contains("\n  `b.window`: the nearest slots without saved state are `c.window`\n")
        );
        assert!(message.contains("`rename_slot(\"b.window\", \"c.window\")`"), "{message}");
        let stateless = fitted(&SlotChanges::default(), &["a"], &[]).unwrap_err().to_string();
        assert!(stateless.contains("`a`: the program keeps no state"), "{stateless}");
        let with = |on_missing| SlotChanges { on_missing, ..SlotChanges::default() };
        let names = |on_missing| {
            let (saved, dropped) = with(on_missing).apply(saved(&["a", "b"]), &["b"]).unwrap();
            (saved.slots().map(|(name, _)| name.to_owned()).collect::<Vec<_>>(), dropped)
        };
        assert_eq!(names(OnMissingSlot::Keep), (vec!["a".into(), "b".into()], vec![]));
        assert_eq!(names(OnMissingSlot::Drop), (vec!["b".into()], vec!["a".into()]));
    }

    #[test]
    fn a_slot_kept_across_combiners_forgets_its_combiner() {
        let changes = SlotChanges { across_combiner: vec!["a".into()], ..SlotChanges::default() };
        let after = ["a: shape of a", "b: shape of b combined by +"];
        assert_eq!(fitted(&changes, &["a", "b"], &["a", "b"]).unwrap(), after);
        let error = changes.check(&["b"]).unwrap_err().to_string();
        assert!(
            error.contains("keep_slot_across_combiner(\"a\")`: the program has no slot"),
            "{error}"
        );
    }
}
