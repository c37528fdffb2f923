use super::Stream;

impl Stream {
    /// Turns the value of each `(key, value)` pair into another: `map_values(f)`.
    ///
    /// Stateless, fused into the loop around it. Spark: `mapValues`.
    ///
    /// ```
    /// use streamdsl::prelude::*;
    ///
    /// let doubled = Collected::new();
    /// let job = stream! {
    ///     memory([[("a", 1), ("b", 2)]]) |> map_values(|n| n * 2) |> collect(&doubled)
    /// };
    /// streamdsl::testing::run(job)?;
    /// assert_eq!(doubled.batches(), [[("a", 2), ("b", 4)]]);
    /// # Ok::<(), streamdsl::Error>(())
    /// ```
    #[inline(always)]
    pub fn map_values<P: super::Pair, W>(
        self,
        record: P,
        f: impl Fn(P::Value) -> W,
    ) -> (P::Key, W) {
        let (key, value) = record.pair();
        (key, self.blame(|| f(value)))
    }
}
