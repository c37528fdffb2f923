use crate::language::Stream;
use crate::sources;
use crate::sources::StdinSource;

impl Stream {
    /// The lines of standard input: `stdin()`.
    ///
    /// Lines are `&str`, as those of [`socket`](Stream::socket). The job ends
    /// at the end of the input, if its other sources have ended too. Spark: a
    /// custom receiver.
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
