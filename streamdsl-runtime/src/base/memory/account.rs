//! What all operators of a job keep.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};

use crate::base::control::WaitingPlace;
use crate::base::memory::{Memory, in_words};

/// Receivers wait when the records of the open batch fill this part of the free memory. Lists may
/// have reserved twice what they use, an exchange copies the records once, and the operator behind
/// it may keep them again.
const PART_OF_BATCH: usize = 8;

/// What the operators of a job keep, and the limit of it. All workers share it.
pub(crate) struct Account {
    limit: usize,
    /// What all operators have reserved.
    reserved: AtomicUsize,
    filling: AtomicUsize,
    lasting: AtomicUsize,
    /// What each operator has reserved, by its number.
    operators: Vec<AtomicUsize>,
    /// Whether receivers wait for the end of the batch.
    is_pressed: AtomicBool,
    /// Where receivers wait.
    receivers: OnceLock<Arc<dyn WaitingPlace>>,
}

/// Memory that operators were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The operator that keeps most.
    pub(crate) op: u16,
    /// What this operator keeps.
    pub(crate) most: usize,
    /// What all operators keep.
    pub(crate) all: usize,
    /// The size of the growth that was refused; 0 if the operators keep too much already.
    pub(crate) wanted: usize,
    pub(crate) limit: usize,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [most, all, limit] = [self.most, self.all, self.limit].map(in_words);
        write!(f, "{most}; all operators together keep {all}")?;
        if self.wanted > 0 {
            write!(f, " and need {} more", in_words(self.wanted))?;
        }
        write!(
            f,
            ", but `memory_limit` is {limit}; keep less with a shorter window, fewer keys, a shorter \
             batch interval or a `filter` before it, or raise `memory_limit`"
        )
    }
}

impl Account {
    /// An account of `operators` operators that may keep `limit` bytes together.
    pub(crate) fn new(limit: usize, operators: usize) -> Arc<Self> {
        Arc::new(Account {
            limit,
            reserved: AtomicUsize::new(0),
            filling: AtomicUsize::new(0),
            lasting: AtomicUsize::new(0),
            operators: (0..operators).map(|_| AtomicUsize::new(0)).collect(),
            is_pressed: AtomicBool::new(false),
            receivers: OnceLock::new(),
        })
    }

    /// Sets the place where receivers wait while [`is_pressed`](Self::is_pressed).
    pub(crate) fn wakes(&self, receivers: Arc<dyn WaitingPlace>) {
        let _ = self.receivers.set(receivers);
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Returns what all operators keep.
    pub(crate) fn reserved(&self) -> usize {
        self.reserved.load(Relaxed)
    }

    /// Returns what each operator keeps.
    pub(crate) fn operators(&self) -> impl Iterator<Item = usize> {
        self.operators.iter().map(|kept| kept.load(Relaxed))
    }

    /// Returns whether so much of the memory is filled with records of the open batch that receivers
    /// must wait for its end. Memory that the end of a batch does not free never makes them wait.
    pub(crate) fn is_pressed(&self) -> bool {
        self.is_pressed.load(Relaxed)
    }

    /// Returns whether memory should rather be given back than kept for the next batch.
    fn is_tight(&self) -> bool {
        self.reserved() > self.limit / 2
    }

    fn press(&self) {
        let free = self.limit.saturating_sub(self.lasting.load(Relaxed));
        let is_pressed = self.filling.load(Relaxed) > free / PART_OF_BATCH;
        let was_pressed = self.is_pressed.swap(is_pressed, Relaxed);
        if was_pressed
            && !is_pressed
            && let Some(receivers) = self.receivers.get()
        {
            receivers.wake();
        }
    }

    /// Takes a change into account: `after` in place of `before`.
    fn change(&self, op: u16, before: Memory, after: Memory) {
        add(&self.reserved, before.reserved, after.reserved);
        if let Some(kept) = self.operators.get(usize::from(op)) {
            add(kept, before.reserved, after.reserved);
        }
        if (before.filling, before.lasting) != (after.filling, after.lasting) {
            add(&self.filling, before.filling, after.filling);
            add(&self.lasting, before.lasting, after.lasting);
            self.press();
        }
    }

    fn refusal(&self, wanted: usize) -> Refused {
        let kept = (0..).zip(self.operators());
        let (op, most) = kept.max_by_key(|(_, kept)| *kept).unwrap_or_default();
        Refused { op, most, all: self.reserved(), wanted, limit: self.limit }
    }
}

/// Replaces one of the terms of a sum.
fn add(sum: &AtomicUsize, before: usize, after: usize) {
    sum.fetch_add(after.wrapping_sub(before), Relaxed);
}

/// What the stages of one worker keep.
pub(crate) struct Ledger {
    account: Arc<Account>,
    /// What was noted last for each input of each operator.
    noted: Vec<[Memory; 2]>,
    /// The operator and the input that were noted last. Growths until the next note are put down to
    /// them.
    op: u16,
    input: usize,
    /// Growths since then.
    grown: usize,
}

impl Ledger {
    pub(crate) fn new(account: Arc<Account>) -> Self {
        let noted = vec![<[Memory; 2]>::default(); account.operators.len()];
        Ledger { account, noted, op: 0, input: 0, grown: 0 }
    }

    /// Notes what an input of an operator keeps.
    pub(super) fn note(&mut self, op: u16, input: usize, kept: Memory) -> Result<(), Refused> {
        self.take_back(self.grown);
        (self.op, self.input) = (op, input);
        let Some(noted) = self.noted.get_mut(usize::from(op)).and_then(|of| of.get_mut(input))
        else {
            return Ok(());
        };
        let before = std::mem::replace(noted, kept);
        if before != kept {
            self.account.change(op, before, kept);
        }
        if self.account.reserved() > self.account.limit {
            return Err(self.account.refusal(0));
        }
        Ok(())
    }

    /// Puts the growths from now on down to an operator.
    pub(super) fn charge(&mut self, op: u16) {
        let grown = self.grown;
        self.take_back(grown);
        (self.op, self.input) = (op, 0);
        self.account.change(op, Memory::default(), Memory::spare(grown));
        self.grown = grown;
    }

    /// Takes a growth into account before it happens.
    pub(super) fn admit(&mut self, bytes: usize) -> Result<(), Refused> {
        if self.account.reserved().saturating_add(bytes) > self.account.limit {
            // The operator that wants to grow counts with what it wants.
            self.account.change(self.op, Memory::default(), Memory::spare(bytes));
            let refused = self.account.refusal(bytes);
            self.account.change(self.op, Memory::spare(bytes), Memory::default());
            let own = if refused.op == self.op { bytes } else { 0 };
            return Err(Refused {
                most: refused.most - own,
                all: refused.all.saturating_sub(bytes),
                ..refused
            });
        }
        self.account.change(self.op, Memory::default(), Memory::spare(bytes));
        self.grown += bytes;
        Ok(())
    }

    /// Takes memory into account that the operator noted last has given back.
    pub(super) fn release(&mut self, bytes: usize) {
        let from_growth = bytes.min(self.grown);
        self.take_back(from_growth);
        let of_op = self.noted.get_mut(usize::from(self.op));
        if let Some(noted) = of_op.and_then(|of| of.get_mut(self.input)) {
            let before = *noted;
            noted.reserved = before.reserved.saturating_sub(bytes - from_growth);
            self.account.change(self.op, before, *noted);
        }
    }

    fn take_back(&mut self, growth: usize) {
        self.account.change(self.op, Memory::spare(growth), Memory::default());
        self.grown -= growth;
    }

    pub(super) fn is_tight(&self) -> bool {
        self.account.is_tight()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling(bytes: usize) -> Memory {
        Memory { reserved: bytes, filling: bytes, lasting: 0 }
    }

    #[test]
    fn the_operator_that_keeps_most_is_named() {
        let account = Account::new(1000, 3);
        let (mut one, mut two) =
            (Ledger::new(Arc::clone(&account)), Ledger::new(Arc::clone(&account)));
        one.note(1, 0, Memory::lasting(300)).unwrap();
        two.note(1, 1, Memory::lasting(300)).unwrap();
        two.note(2, 0, filling(200)).unwrap();
        let refused = two.note(0, 0, filling(250)).unwrap_err();
        assert_eq!(refused, Refused { op: 1, most: 600, all: 1050, wanted: 0, limit: 1000 });
        two.note(0, 0, filling(150)).unwrap();
        assert_eq!(account.operators().collect::<Vec<_>>(), [150, 600, 200]);
        assert_eq!(account.reserved(), 950);
    }

    #[test]
    fn a_growth_counts_until_its_operator_is_noted() {
        let account = Account::new(1000, 2);
        let mut ledger = Ledger::new(Arc::clone(&account));
        ledger.note(1, 0, filling(300)).unwrap();
        ledger.admit(600).unwrap();
        assert_eq!(account.reserved(), 900);
        let refused = ledger.admit(1200).unwrap_err();
        assert_eq!(refused, Refused { op: 1, most: 900, all: 900, wanted: 1200, limit: 1000 });
        // A table gives its old memory back when it has grown.
        ledger.release(300);
        assert_eq!(account.reserved(), 600);
        ledger.release(400);
        assert_eq!(account.reserved(), 200);
        ledger.note(1, 0, filling(600)).unwrap();
        assert_eq!(account.reserved(), 600);
    }

    #[test]
    fn only_what_the_end_of_the_batch_frees_makes_receivers_wait() {
        let account = Account::new(1000, 2);
        let mut ledger = Ledger::new(Arc::clone(&account));
        ledger.note(0, 0, Memory::lasting(800)).unwrap();
        assert!(!account.is_pressed());
        ledger.note(1, 0, filling(26)).unwrap();
        assert!(account.is_pressed(), "an eighth of what is free");
        ledger.note(1, 0, Memory::spare(26)).unwrap();
        assert!(!account.is_pressed());
    }
}
