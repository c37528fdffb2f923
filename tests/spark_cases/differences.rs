//! Cases in which streamdsl differs from Spark on purpose.

/// A case whose result differs from Spark's.
pub(crate) struct Difference {
    pub(crate) case: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) expected: Expected,
}

/// The result that streamdsl must have instead.
pub(crate) enum Expected {
    /// Spark's result for this other case.
    AsSpark(&'static str),
    /// These batches with these records, as JSON.
    Batches(&'static [(u64, &'static [&'static str])]),
    /// An error before the first batch.
    Refused,
}

use Expected::{AsSpark, Batches, Refused};

const VANISH: &str = "keys that have left a window vanish, also with an inverse function";

/// All decided differences.
pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference { case: "rbkw(+,-,3,1)", reason: VANISH, expected: AsSpark("rbkw(+,3,1)") },
    Difference { case: "rbkw(+,-,6,2)", reason: VANISH, expected: AsSpark("rbkw(+,6,2)") },
    Difference {
        case: "seed 30/10 with inv",
        reason: VANISH,
        expected: AsSpark("seed 30/10 scaled: rbkw(+,30,10) batch 5"),
    },
    Difference {
        case: "rbkw(+,-,2,3) slide>window",
        reason: "a slide longer than the window gives right results with an inverse function too",
        expected: AsSpark("rbkw(+,2,3) slide>window"),
    },
    Difference {
        case: "reduceByWindow(+,-,3,1)",
        reason: "an empty window has no value, with an inverse function as without one",
        expected: AsSpark("reduceByWindow(+,3,1)"),
    },
    Difference {
        case: "rbk.window(4,2)",
        reason: "a window directly over a table is a windowed aggregate: each key once",
        expected: Batches(&[
            (2, &[r#"["a",2]"#, r#"["b",1]"#]),
            (4, &[r#"["a",2]"#, r#"["b",1]"#, r#"["c",2]"#]),
            (6, &[r#"["a",1]"#, r#"["c",2]"#]),
            (8, &[r#"["a",1]"#]),
        ]),
    },
    Difference {
        case: "err window 0",
        reason: "a window of zero length is refused",
        expected: Refused,
    },
    Difference {
        case: "count empty",
        reason: "no operator fails because a source produced nothing for a batch",
        expected: Batches(&[(1, &["2"]), (2, &["0"]), (3, &["0"]), (4, &["1"])]),
    },
    Difference {
        case: "split edge",
        reason: "`split` splits on runs of white space and yields no empty words",
        expected: Batches(&[(1, &[r#""a""#, r#""b""#, r#""c""#, r#""x""#])]),
    },
    Difference {
        case: "mapWithState timeout 3s",
        reason: "timeouts fire in the first batch after the timeout, not at every tenth batch",
        expected: Batches(&[
            (1, &[r#""a=1""#, r#""b=1""#]),
            (2, &[r#""a=2""#]),
            (3, &[r#""a=3""#]),
            (4, &[]),
            (5, &[r#""(timeout,b,1)""#]),
            (6, &[]),
            (7, &[r#""(timeout,a,3)""#]),
            (8, &[]),
            (9, &[]),
            (10, &[]),
            (11, &[]),
            (12, &[]),
            (13, &[]),
            (14, &[]),
        ]),
    },
    Difference {
        case: "mapWithState timeout 3s snapshots",
        reason: "timeouts fire in the first batch after the timeout, not at every tenth batch",
        expected: Batches(&[
            (1, &[r#"["a",1]"#, r#"["b",1]"#]),
            (2, &[r#"["a",2]"#, r#"["b",1]"#]),
            (3, &[r#"["a",3]"#, r#"["b",1]"#]),
            (4, &[r#"["a",3]"#, r#"["b",1]"#]),
            (5, &[r#"["a",3]"#]),
            (6, &[r#"["a",3]"#]),
            (7, &[]),
            (8, &[]),
            (9, &[]),
            (10, &[]),
            (11, &[]),
            (12, &[]),
            (13, &[]),
            (14, &[]),
        ]),
    },
];
