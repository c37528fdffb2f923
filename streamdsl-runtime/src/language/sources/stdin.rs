//! The source `stdin`.

use crate::language::Stream;
use crate::sources;
use crate::sources::{OnLongRecord, StdinSource};

impl Stream {
    /// Reads the lines of the standard input: `stdin()`.
    ///
    /// Lines are `&str`, as with [`socket`](Stream::socket). The source ends at the end of the
    /// input. The job ends when all its sources have ended. Spark: a custom receiver.
    ///
    /// ```no_run
    /// use streamdsl::prelude::*;
    ///
    /// // tail -f access.log | this-program
    /// let job = stream! { stdin() |> count |> pprint };
    /// StreamingContext::builder().build()?.run(job)?;
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    pub fn stdin(self, on_long_record: Option<OnLongRecord>) -> StdinSource {
        sources::stdin().on_long_record(on_long_record.unwrap_or_default())
    }
}
