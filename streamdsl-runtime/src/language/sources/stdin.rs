//! The source `stdin`.

use crate::language::Stream;
use crate::sources;
use crate::sources::StdinSource;

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
    pub fn stdin(self) -> StdinSource {
        sources::stdin()
    }
}
