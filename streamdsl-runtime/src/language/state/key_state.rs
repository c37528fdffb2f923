//! The state of a key, as `map_with_state` passes it to its function.

use crate::base::time::BatchTime;

/// The state of one key, which the function of `map_with_state` reads and changes.
#[derive(Debug)]
pub struct KeyState<'s, S> {
    pub(super) state: &'s mut Option<S>,
    pub(super) timing_out: bool,
    pub(super) time: BatchTime,
}

impl<S> KeyState<'_, S> {
    /// Returns whether the key has a state.
    pub fn exists(&self) -> bool {
        self.state.is_some()
    }

    /// Returns the state, if there is one.
    pub fn get(&self) -> Option<&S> {
        self.state.as_ref()
    }

    /// Returns the state to change it in place, if there is one.
    pub fn get_mut(&mut self) -> Option<&mut S> {
        self.state.as_mut()
    }

    /// Sets the state. A key that is timing out is removed all the same.
    pub fn update(&mut self, state: S) {
        *self.state = Some(state);
    }

    /// Removes the state.
    pub fn remove(&mut self) {
        *self.state = None;
    }

    /// Returns the end of the batch that is being processed, also while the key is timing out.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let pauses = Collected::new();
    /// let job = stream! {
    ///     memory([vec!["ann"], vec![], vec!["ann"]])
    ///         |> map(|user| (user, ()))
    ///         |> map_with_state(|_user, _visit, state: &mut KeyState<'_, BatchTime>| {
    ///             let now = state.batch_time();
    ///             let last = state.get().copied().unwrap_or(now);
    ///             state.update(now);
    ///             now.as_millis() - last.as_millis()
    ///         })
    ///         |> collect(&pauses)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(pauses.records(), [0, 2000]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn batch_time(&self) -> BatchTime {
        self.time
    }

    /// Returns whether the function is called because the key had no record for longer than the
    /// timeout. The key is removed after the call.
    pub fn is_timing_out(&self) -> bool {
        self.timing_out
    }
}
