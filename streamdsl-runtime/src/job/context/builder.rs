//! The builder of a context.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::clock::Clock;
use crate::base::error::Result;
use crate::base::notice::{Notice, NoticeHandler};
use crate::data::record::Value;
use crate::job::context::settings::Settings;
use crate::job::context::{AtEnd, StreamingContext};
use crate::shared::Accumulator;
use crate::watch::listener::StreamingListener;

/// Builds a [`StreamingContext`]. Every setting has a default.
///
/// ```
/// # use std::time::Duration;
/// # use streamdsl::context::StreamingContext;
/// let context = StreamingContext::builder()
///     .app_name("wordcount")
///     .batch_interval(Duration::from_secs(1))
///     .workers(2)
///     .build()?;
/// # Ok::<(), streamdsl::error::Error>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder {
    pub(super) settings: Settings,
}

impl Builder {
    pub(super) fn new() -> Self {
        Builder { settings: Settings::default() }
    }

    /// Sets the name of the application. Listeners get it when the job starts, and notices on standard
    /// error begin with it. Default: `streamdsl`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.settings.app_name = name.into();
        self
    }

    /// Sets the length of a batch, from 1 ms to 366 days. Default: what the program states, or one
    /// second.
    pub fn batch_interval(mut self, interval: Duration) -> Self {
        self.settings.batch_interval = Some(interval);
        self
    }

    /// Sets the number of threads that process the batches, from 1 to 1024. Default: one for each
    /// available core.
    pub fn workers(mut self, workers: usize) -> Self {
        self.settings.workers = workers;
        self
    }

    /// Sets whether each worker stays on a core of its own. This needs Linux and at least as many
    /// cores as workers. Default: true.
    pub fn pin_workers(mut self, pin: bool) -> Self {
        self.settings.pin_workers = pin;
        self
    }

    /// Sets how many bytes of received data the job holds in memory. When they are used up,
    /// receivers stop reading until the workers have caught up. The limit must allow at least two
    /// pages for each source, and four in total. Default: 64 MiB.
    pub fn pool_limit(mut self, bytes: usize) -> Self {
        self.settings.pool_limit = bytes;
        self
    }

    /// Sets how many bytes the operators may keep together: records of a batch, tables, windows and
    /// state, at least 1 MiB. Data that are received and not processed yet do not count; they have
    /// [`pool_limit`](Self::pool_limit).
    ///
    /// If the records of the open batch fill an eighth of what windows and state leave, receivers wait
    /// until the batch ends. If the operators need more than the limit, the job ends with
    /// [`Error::Memory`](crate::base::error::Error::Memory), which names the operator that keeps most.
    /// Default: three quarters of the memory limit of the control group, or of the physical memory if
    /// that is less; no limit on systems other than Linux.
    ///
    /// ```
    /// use streamdsl::error::Error;
    /// use streamdsl::prelude::*;
    ///
    /// let job = stream! {
    ///     memory([vec![7; 1_000_000]]) |> map(|number| (number, number)) |> group_by_key |> foreach(drop)
    /// };
    /// let context = StreamingContext::builder().memory_limit(8 << 20).build()?;
    /// let error = context.run(job).unwrap_err();
    /// assert!(matches!(error, Error::Memory { .. }), "{error}");
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn memory_limit(mut self, bytes: usize) -> Self {
        self.settings.memory_limit = Some(bytes);
        self
    }

    /// Sets the size of a page of received bytes, from 4 KiB to 256 MiB. Default: 256 KiB.
    pub fn page_size(mut self, bytes: usize) -> Self {
        self.settings.page_size = bytes;
        self
    }

    /// Sets the size in bytes of the longest record. A longer one ends the job with an error.
    /// Default: 64 MiB.
    pub fn max_record_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_record_bytes = bytes;
        self
    }

    /// Sets the clock of the job. Default: the clock of the operating system.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Sets where `pprint` writes. Default: standard output.
    pub fn output(mut self, output: impl Write + Send + 'static) -> Self {
        self.settings.output = Arc::new(Mutex::new(output));
        self
    }

    /// Sets what happens with notices, which report connections, retries and the like. Default: each
    /// one is a line on standard error. If the handler panics, the job ends with an error.
    pub fn on_notice(mut self, handler: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        self.settings.notices = NoticeHandler::new(handler);
        self
    }

    /// Sets whether SIGINT (Ctrl-C), SIGTERM and SIGHUP stop a job for whose end the program waits,
    /// with [`run`](StreamingContext::run) or
    /// [`await_termination`](StreamingContext::await_termination). Default: true.
    pub fn stop_on_ctrl_c(mut self, stop: bool) -> Self {
        self.settings.stop_on_ctrl_c = stop;
        self
    }

    /// Sets how many records per second each receiver may receive, from the first batch on. A source
    /// can have [a limit of its own](crate::sources::Source::max_rate). Default: no limit.
    pub fn max_rate(mut self, records: u64) -> Self {
        self.settings.max_rate = Some(records);
        self
    }

    /// Sets whether the job adapts the rate at which it receives, so that each batch is completed
    /// about one interval after it ends; see [`flow`](crate::receive::flow). Default: false.
    pub fn backpressure(mut self, on: bool) -> Self {
        self.settings.backpressure = on;
        self
    }

    /// Sets how many records per second all receivers together may receive until back-pressure has
    /// measured what the workers can process. It has no effect without
    /// [`backpressure`](Self::backpressure). Default: no limit.
    pub fn initial_rate(mut self, records: u64) -> Self {
        self.settings.initial_rate = Some(records);
        self
    }

    /// Adds a listener, which gets the events of batches, receivers and outputs; see
    /// [`listener`](crate::watch::listener). A job can have several listeners.
    pub fn listener(mut self, listener: impl StreamingListener) -> Self {
        let listeners = self.settings.listeners.get_mut();
        listeners.unwrap_or_else(std::sync::PoisonError::into_inner).push(Box::new(listener));
        self
    }

    /// Shows `accumulator` in the status of the job from the start. Other accumulators appear when
    /// the job first adds to them.
    pub fn accumulator<T>(mut self, accumulator: &Accumulator<T>) -> Self
    where
        T: Value + std::ops::Add<Output = T> + std::fmt::Debug,
    {
        self.settings.accumulators.push(accumulator.erased());
        self
    }

    /// Sets how long a graceful stop may take, in real time. After that time, the job drops what has
    /// been received and is not processed, a notice says so, and the job ends with
    /// [`Error::StopTimeout`](crate::base::error::Error::StopTimeout). The job still waits for user code that is running. Default: no limit.
    pub fn graceful_stop_timeout(mut self, timeout: Duration) -> Self {
        self.settings.stop_timeout = Some(timeout);
        self
    }

    /// Sets what happens with the windows when all sources have ended: they are emitted once more, or
    /// they are kept for the next job. A graceful stop always keeps them. Default:
    /// [`AtEnd::Emit`].
    ///
    /// ```
    /// use streamdsl::clock::SimulatedClock;
    /// use streamdsl::context::AtEnd;
    /// use streamdsl::prelude::*;
    ///
    /// let run = |at_end| {
    ///     let counts = Collected::new();
    ///     let job = stream! {
    ///         memory([["a", "b"]]) |> window(30s, 10s) |> count |> collect(&counts)
    ///     };
    ///     let builder = StreamingContext::builder().clock(SimulatedClock::new());
    ///     builder.at_end(at_end).build()?.run(job)?;
    ///     Ok::<_, streamdsl::Error>(counts.records())
    /// };
    /// assert_eq!(run(AtEnd::Emit)?, [2]);
    /// assert_eq!(run(AtEnd::Keep)?, []);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn at_end(mut self, at_end: AtEnd) -> Self {
        self.settings.at_end = at_end;
        self
    }

    /// Sets whether the job runs the batches for which it was too late: those of the time in which no
    /// job ran, if it continues from a snapshot or a checkpoint, and those of a time that the wall
    /// clock has skipped. By default they count as empty batches and are not run: records leave the
    /// windows, and timeouts are reached, but nothing is emitted for them. With `true` the job runs
    /// each of them, one after the other, as Spark does. Default: false.
    pub fn catch_up(mut self, on: bool) -> Self {
        self.settings.catch_up = on;
        self
    }

    /// Checks the settings and creates the context.
    ///
    /// # Errors
    ///
    /// [`Error::Config`](crate::base::error::Error::Config) if a setting is out of its range.
    pub fn build(self) -> Result<StreamingContext> {
        self.settings.check()?;
        Ok(StreamingContext::with(self.settings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(builder: Builder) -> String {
        builder.build().err().map(|error| error.to_string()).unwrap()
    }

    #[test]
    fn settings_out_of_range_are_refused() {
        let builder = StreamingContext::builder;
        assert_eq!(
            refused(builder().workers(0)),
            "configuration: `workers` is 0; it must be from 1 to 1024"
        );
        assert!(refused(builder().batch_interval(Duration::ZERO)).contains("from 1ms"));
        assert!(refused(builder().page_size(0)).contains("`page_size`"));
        assert!(refused(builder().pool_limit(1 << 19)).contains("at least 1048576"));
        assert!(refused(builder().max_rate(0)).contains("`max_rate` is 0"));
        assert!(refused(builder().initial_rate(0)).contains("`initial_rate` is 0"));
        assert!(refused(builder().max_record_bytes(0)).contains("`max_record_bytes`"));
    }
}
