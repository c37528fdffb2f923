//! The operators of the language: one row each, the single place where an operator is declared.
//!
//! A row gives what the compiler must know to check a call and to place it in the generated loops.
//! What an operator means for records is the method of the same name of the runtime's `Stream`.

/// One operator.
#[derive(Debug)]
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) params: &'static [Param],
    /// A call, with the `|>` before it where one belongs.
    pub(crate) example: &'static str,
}

/// What an operator is to the loops around it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Class {
    /// Starts a chain.
    Source,
    /// One record becomes one record, inside the loop.
    Map,
    /// One record stays or goes, inside the loop.
    Filter,
    /// One record becomes any number of records, inside the loop.
    FlatMap,
    /// One record becomes another or a failure, inside the loop.
    TryMap,
    /// One record becomes any number of records or a failure, inside the loop.
    TryFlatMap,
    /// A second stream of the operator that it stands directly over, one of these.
    Side(&'static [&'static str]),
    /// Needs the whole batch, so the loop ends here and another one begins.
    Stage(Stage),
    /// Ends a chain.
    Sink(Idle),
}

/// Which workers have something to do in a batch that has no records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Idle {
    /// None: nothing comes of nothing.
    #[default]
    Nobody,
    /// The first one, which has a result even of nothing.
    Leader,
    /// All: each keeps something, or has a share of nothing.
    Everybody,
}

/// What the compiler must know of an operator that needs the whole batch.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stage {
    /// Emits at its own slide, which may be longer than the batch interval.
    pub(crate) windowed: bool,
    /// Keeps something from batch to batch, under a slot name.
    pub(crate) stateful: bool,
    /// Yields a table, each key once: a window directly over it is a windowed aggregate.
    pub(crate) table: bool,
    /// Who is needed in a batch without records.
    pub(crate) idle: Idle,
}

/// A parameter of an operator.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Whether it can be given without its name.
    pub(crate) positional: bool,
    /// Which of the generated calls get the argument.
    pub(crate) at: &'static [Hook],
}

/// What kind of argument a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A closure, a path of a function, or an expression that yields one.
    Function,
    /// The same, for a function of a whole batch (of each stream) and its time; a closure may leave
    /// the time out.
    BatchFunction,
    /// A function of the new values of a key and its state; a closure may also take key and time.
    StateFunction,
    /// A function that selects what goes on; it is called for each result.
    Predicate,
    /// An operator such as `+`, or a function of two values.
    Combiner,
    /// A literal with a unit, or an expression of type `Duration`.
    Duration,
    /// The name of a bound stream.
    Stream,
    /// The names of one or more bound streams.
    Streams,
    /// Any expression, evaluated once, where the program stands.
    Value,
    /// Any expression, evaluated once by each worker.
    Constant,
    /// A string literal that names saved state.
    Slot,
}

/// A call that is generated for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hook {
    /// Once, where the operator is set up.
    New,
    /// For each record.
    Record,
    /// At the end of each batch.
    Finish,
    /// Where a stage's records are read.
    Records,
}

use Hook::{Finish, New, Record, Records};

const fn param(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param { name, kind, required: true, positional: true, at }
}

const fn optional(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param { name, kind, required: false, positional: true, at }
}

/// An optional parameter that would say nothing without its name.
const fn named(name: &'static str, kind: Kind, at: &'static [Hook]) -> Param {
    Param { name, kind, required: false, positional: false, at }
}

/// A function that is called for each record.
const F: Param = param("f", Kind::Function, &[Record]);
/// What is compared, where that is not the record itself.
const BY: Param = optional("by", Kind::Function, &[Records]);
const OP: Param = param("op", Kind::Combiner, &[Record, Finish]);
const INVERSE: Param = optional("inverse", Kind::Function, &[Finish]);
const OTHER: Param = param("other", Kind::Stream, &[]);
const INITIAL: Param = named("initial", Kind::Constant, &[New]);
// Where an output writes its directories.
const PREFIX: Param = param("prefix", Kind::Value, &[New]);
const SUFFIX: Param = optional("suffix", Kind::Value, &[New]);
const EMPTY: Param = optional("empty", Kind::Value, &[New]);
const HOST: Param = param("host", Kind::Value, &[New]);
const PORT: Param = param("port", Kind::Value, &[New]);
const DIRECTORY: Param = param("directory", Kind::Value, &[New]);
const NEW_FILES_ONLY: Param = optional("new_files_only", Kind::Value, &[New]);
const RATE: Param = param("rate", Kind::Value, &[New]);
// Durations, streams and slots are wired when the program is built; no call receives them.
const WINDOW: Param = param("window", Kind::Duration, &[]);
const SLIDE: Param = optional("slide", Kind::Duration, &[]);
const SLOT: Param = named("slot", Kind::Slot, &[]);

const PER_BATCH: Stage =
    Stage { windowed: false, stateful: false, table: false, idle: Idle::Nobody };
const PER_BATCH_TABLE: Stage = Stage { table: true, ..PER_BATCH };
/// The first worker sees the whole batch, and gives a result for every one.
const WHOLE_BATCH: Stage = Stage { idle: Idle::Leader, ..PER_BATCH };
/// Every worker gives a result for its share of every batch.
const SHARES: Stage = Stage { idle: Idle::Everybody, ..PER_BATCH };
const STATEFUL: Stage = Stage { stateful: true, idle: Idle::Everybody, ..PER_BATCH };
const WINDOWED: Stage = Stage { windowed: true, ..STATEFUL };
const WINDOWED_TABLE: Stage = Stage { table: true, ..WINDOWED };

/// All operators: sources, operators on single records, operators on batches, sinks.
pub(crate) const OPERATORS: &[Operator] = &[
    Operator {
        name: "socket",
        class: Class::Source,
        params: &[HOST, PORT],
        example: r#"socket("localhost", 9999)"#,
    },
    Operator {
        name: "socket_bytes",
        class: Class::Source,
        params: &[HOST, PORT],
        example: r#"socket_bytes("localhost", 9999)"#,
    },
    Operator {
        name: "socket_with",
        class: Class::Source,
        params: &[HOST, PORT, param("converter", Kind::Value, &[New])],
        example: r#"socket_with("localhost", 9999, readings)"#,
    },
    Operator { name: "stdin", class: Class::Source, params: &[], example: "stdin()" },
    Operator {
        name: "text_file_stream",
        class: Class::Source,
        params: &[DIRECTORY, NEW_FILES_ONLY],
        example: r#"text_file_stream("incoming")"#,
    },
    Operator {
        name: "file_stream",
        class: Class::Source,
        params: &[DIRECTORY, param("filter", Kind::Value, &[New]), NEW_FILES_ONLY],
        example: r#"file_stream("incoming", |path| path.starts_with("incoming/logs"))"#,
    },
    Operator {
        name: "binary_records_stream",
        class: Class::Source,
        params: &[DIRECTORY, param("record_length", Kind::Value, &[New]), NEW_FILES_ONLY],
        example: r#"binary_records_stream("readings", 16)"#,
    },
    Operator {
        name: "queue",
        class: Class::Source,
        params: &[
            param("batches", Kind::Value, &[New]),
            optional("one_at_a_time", Kind::Value, &[New]),
            optional("default", Kind::Value, &[New]),
        ],
        example: "queue(&batches)",
    },
    Operator {
        name: "generator",
        class: Class::Source,
        params: &[RATE, param("make", Kind::Value, &[New]), optional("limit", Kind::Value, &[New])],
        example: "generator(1000, |n| n * n)",
    },
    Operator {
        name: "replay",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            RATE,
            optional("shuffle", Kind::Value, &[New]),
            optional("repeat", Kind::Value, &[New]),
        ],
        example: r#"replay("access.log", 500, shuffle = 42)"#,
    },
    Operator {
        name: "memory",
        class: Class::Source,
        params: &[param("batches", Kind::Value, &[New])],
        example: r#"memory([vec!["a b"], vec!["b"]])"#,
    },
    Operator {
        name: "text_file",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            optional("lines_per_batch", Kind::Value, &[New]),
        ],
        example: r#"text_file("access.log")"#,
    },
    Operator {
        name: "object_file",
        class: Class::Source,
        params: &[
            param("path", Kind::Value, &[New]),
            optional("records_per_batch", Kind::Value, &[New]),
        ],
        example: r#"object_file::<(String, u64)>("out/counts-1000")"#,
    },
    Operator {
        name: "from",
        class: Class::Source,
        params: &[param("source", Kind::Value, &[New])],
        example: "from(my_source)",
    },
    Operator { name: "map", class: Class::Map, params: &[F], example: "|> map(|line| line.len())" },
    Operator {
        name: "map_values",
        class: Class::Map,
        params: &[F],
        example: "|> map_values(|n| n * 2)",
    },
    Operator {
        name: "filter",
        class: Class::Filter,
        params: &[F],
        example: "|> filter(|w| w.len() > 3)",
    },
    Operator {
        name: "flat_map",
        class: Class::FlatMap,
        params: &[F],
        example: "|> flat_map(split)",
    },
    Operator {
        name: "flat_map_values",
        class: Class::FlatMap,
        params: &[F],
        example: "|> flat_map_values(split)",
    },
    Operator { name: "keys", class: Class::Map, params: &[], example: "|> keys" },
    Operator { name: "values", class: Class::Map, params: &[], example: "|> values" },
    Operator { name: "swap", class: Class::Map, params: &[], example: "|> swap" },
    Operator { name: "cache", class: Class::Map, params: &[], example: "|> cache" },
    Operator { name: "persist", class: Class::Map, params: &[], example: "|> persist" },
    Operator {
        name: "sample",
        class: Class::Filter,
        params: &[
            param("fraction", Kind::Constant, &[Record]),
            named("seed", Kind::Constant, &[Record]),
        ],
        example: "|> sample(0.1)",
    },
    Operator {
        name: "try_map",
        class: Class::TryMap,
        params: &[F],
        example: "|> try_map(|text| text.parse::<i64>())",
    },
    Operator {
        name: "try_flat_map",
        class: Class::TryFlatMap,
        params: &[F],
        example: "|> try_flat_map(parse_line)",
    },
    Operator {
        name: "failures",
        class: Class::Side(&["try_map", "try_flat_map"]),
        params: &[],
        example: "|> failures",
    },
    Operator { name: "count", class: Class::Stage(WHOLE_BATCH), params: &[], example: "|> count" },
    Operator {
        name: "count_by_value",
        class: Class::Stage(PER_BATCH_TABLE),
        params: &[],
        example: "|> count_by_value",
    },
    Operator {
        name: "reduce",
        class: Class::Stage(PER_BATCH),
        params: &[OP],
        example: "|> reduce(+)",
    },
    Operator {
        name: "transform",
        class: Class::Stage(WHOLE_BATCH),
        params: &[param("f", Kind::BatchFunction, &[Records])],
        example: "|> transform(|batch| batch.iter().rev().collect::<Vec<_>>())",
    },
    Operator {
        name: "reduce_by_key",
        class: Class::Stage(PER_BATCH_TABLE),
        params: &[OP],
        example: "|> reduce_by_key(+)",
    },
    Operator {
        name: "group_by_key",
        class: Class::Stage(PER_BATCH),
        params: &[],
        example: "|> group_by_key",
    },
    Operator {
        name: "union",
        class: Class::Stage(PER_BATCH),
        params: &[param("others", Kind::Streams, &[])],
        example: "|> union(errors, warnings)",
    },
    Operator {
        name: "transform_with",
        class: Class::Stage(WHOLE_BATCH),
        params: &[OTHER, param("f", Kind::BatchFunction, &[Records])],
        example: "|> transform_with(seen, |batch, seen| batch.iter().take(seen.len()))",
    },
    Operator {
        name: "map_partitions",
        class: Class::Stage(SHARES),
        params: &[param("f", Kind::BatchFunction, &[Records])],
        example: "|> map_partitions(|records| [records.len()])",
    },
    Operator { name: "glom", class: Class::Stage(SHARES), params: &[], example: "|> glom" },
    Operator {
        name: "repartition",
        class: Class::Stage(PER_BATCH),
        params: &[optional("n", Kind::Value, &[New])],
        example: "|> repartition",
    },
    Operator {
        name: "partition_by",
        class: Class::Stage(PER_BATCH),
        params: &[],
        example: "|> partition_by",
    },
    Operator {
        name: "distinct",
        class: Class::Stage(PER_BATCH),
        params: &[],
        example: "|> distinct",
    },
    Operator {
        name: "sort_by",
        class: Class::Stage(PER_BATCH),
        params: &[
            param("key", Kind::Function, &[Records]),
            named("descending", Kind::Constant, &[Records]),
        ],
        example: "|> sort_by(|word| word.len())",
    },
    Operator {
        name: "top",
        class: Class::Stage(PER_BATCH),
        params: &[param("n", Kind::Constant, &[Records]), BY],
        example: "|> top(10, |(_, count)| *count)",
    },
    Operator {
        name: "take_ordered",
        class: Class::Stage(PER_BATCH),
        params: &[param("n", Kind::Constant, &[Records]), BY],
        example: "|> take_ordered(10)",
    },
    Operator {
        name: "combine_by_key",
        class: Class::Stage(PER_BATCH),
        params: &[
            param("create", Kind::Function, &[Record]),
            param("add", Kind::Function, &[Record]),
            param("merge", Kind::Combiner, &[Finish]),
        ],
        example: "|> combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all }, |a, _| a)",
    },
    Operator {
        name: "aggregate_by_key",
        class: Class::Stage(PER_BATCH),
        params: &[
            param("zero", Kind::Constant, &[Record]),
            param("add", Kind::Function, &[Record]),
            param("merge", Kind::Combiner, &[Finish]),
        ],
        example: "|> aggregate_by_key(0, |sum, v| sum + v, +)",
    },
    Operator {
        name: "left_outer_join",
        class: Class::Stage(PER_BATCH),
        params: &[OTHER],
        example: "|> left_outer_join(users)",
    },
    Operator {
        name: "right_outer_join",
        class: Class::Stage(PER_BATCH),
        params: &[OTHER],
        example: "|> right_outer_join(users)",
    },
    Operator {
        name: "full_outer_join",
        class: Class::Stage(PER_BATCH),
        params: &[OTHER],
        example: "|> full_outer_join(users)",
    },
    Operator {
        name: "cogroup",
        class: Class::Stage(PER_BATCH),
        params: &[OTHER],
        example: "|> cogroup(users)",
    },
    Operator {
        name: "join",
        class: Class::Stage(PER_BATCH),
        params: &[OTHER],
        example: "|> join(users)",
    },
    Operator {
        name: "window",
        class: Class::Stage(WINDOWED),
        params: &[WINDOW, SLIDE, SLOT],
        example: "|> window(30s, 10s)",
    },
    Operator {
        name: "reduce_by_key_and_window",
        class: Class::Stage(WINDOWED_TABLE),
        params: &[OP, WINDOW, SLIDE, INVERSE, named("filter", Kind::Predicate, &[]), SLOT],
        example: "|> reduce_by_key_and_window(+, 30s, 10s)",
    },
    Operator {
        name: "reduce_by_window",
        class: Class::Stage(WINDOWED),
        params: &[OP, WINDOW, SLIDE, INVERSE, SLOT],
        example: "|> reduce_by_window(max, 30s, 10s)",
    },
    Operator {
        name: "group_by_key_and_window",
        class: Class::Stage(WINDOWED),
        params: &[WINDOW, SLIDE, SLOT],
        example: "|> group_by_key_and_window(30s, 10s)",
    },
    Operator {
        name: "count_by_value_and_window",
        class: Class::Stage(WINDOWED_TABLE),
        params: &[WINDOW, SLIDE, SLOT],
        example: "|> count_by_value_and_window(30s, 10s)",
    },
    Operator {
        name: "count_by_window",
        class: Class::Stage(WINDOWED),
        params: &[WINDOW, SLIDE, SLOT],
        example: "|> count_by_window(30s, 10s)",
    },
    Operator {
        name: "update_state_by_key",
        class: Class::Stage(STATEFUL),
        params: &[param("f", Kind::StateFunction, &[Finish]), INITIAL, SLOT],
        example: "|> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()))",
    },
    Operator {
        name: "map_with_state",
        class: Class::Stage(STATEFUL),
        params: &[
            param("f", Kind::Function, &[Records]),
            named("timeout", Kind::Duration, &[New]),
            INITIAL,
            SLOT,
        ],
        example: "|> map_with_state(|key, value, state| (key, state.exists()), timeout = 30min)",
    },
    Operator {
        name: "state_snapshots",
        class: Class::Side(&["map_with_state"]),
        params: &[],
        example: "|> state_snapshots",
    },
    Operator {
        name: "pprint",
        class: Class::Sink(Idle::Leader),
        params: &[optional("n", Kind::Value, &[New])],
        example: "|> pprint(20)",
    },
    Operator {
        name: "foreach_batch",
        class: Class::Sink(Idle::Leader),
        params: &[param("f", Kind::BatchFunction, &[Finish])],
        example: r#"|> foreach_batch(|batch, time| println!("{time}: {}", batch.len()))"#,
    },
    Operator {
        name: "foreach",
        class: Class::Sink(Idle::Nobody),
        params: &[F],
        example: r#"|> foreach(|record| println!("{record:?}"))"#,
    },
    Operator {
        name: "save_as_text_files",
        class: Class::Sink(Idle::Everybody),
        params: &[PREFIX, SUFFIX, EMPTY],
        example: r#"|> save_as_text_files("out/counts", "txt")"#,
    },
    Operator {
        name: "save_as_object_files",
        class: Class::Sink(Idle::Everybody),
        params: &[PREFIX, SUFFIX, EMPTY],
        example: r#"|> save_as_object_files("out/counts")"#,
    },
    Operator {
        name: "save_as_hadoop_files",
        class: Class::Sink(Idle::Everybody),
        params: &[PREFIX, SUFFIX, optional("format", Kind::Value, &[New]), EMPTY],
        example: r#"|> save_as_hadoop_files("out/counts", "seq")"#,
    },
    Operator {
        name: "collect",
        class: Class::Sink(Idle::Leader),
        params: &[param("into", Kind::Value, &[New])],
        example: "|> collect(&results)",
    },
    Operator {
        name: "to",
        class: Class::Sink(Idle::Leader),
        params: &[param("sink", Kind::Value, &[New])],
        example: "|> to(my_sink)",
    },
];

/// The operator with this name.
pub(crate) fn find(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.name == name)
}

impl Operator {
    /// Whether it starts a chain.
    pub(crate) fn is_source(&self) -> bool {
        matches!(self.class, Class::Source)
    }

    /// Whether it ends a chain.
    pub(crate) fn is_sink(&self) -> bool {
        matches!(self.class, Class::Sink(_))
    }

    /// How it is called, with optional parameters in brackets: `window(window, [slide], [slot =
    /// "name"])`.
    fn signature(&self) -> String {
        let params: Vec<_> = self.params.iter().map(Param::signature).collect();
        format!("{}({})", self.name, params.join(", "))
    }

    /// The help of every message about the arguments of a call.
    pub(crate) fn usage(&self) -> String {
        if self.params.is_empty() {
            return format!("write `{}`", self.example);
        }
        format!("write `{}`, for example `{}`", self.signature(), self.example)
    }
}

impl Param {
    fn signature(&self) -> String {
        let text = match self.kind {
            Kind::Slot => format!("{} = \"name\"", self.name),
            Kind::Streams => format!("{}, ...", self.name),
            _ if !self.positional => format!("{} = ...", self.name),
            _ => self.name.to_owned(),
        };
        if self.required { text } else { format!("[{text}]") }
    }
}

impl Kind {
    /// What it is called in a message.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::Function | Kind::BatchFunction | Kind::StateFunction | Kind::Predicate => {
                "a closure or a function"
            }
            Kind::Combiner => "an operator such as `+`, or a function of two values",
            Kind::Duration => "a duration such as `30s`",
            Kind::Stream | Kind::Streams => "the name of a stream bound by `let`",
            Kind::Value | Kind::Constant => "a value",
            Kind::Slot => "a string literal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_parameters_in_a_usable_order() {
        for (i, operator) in OPERATORS.iter().enumerate() {
            assert!(OPERATORS[..i].iter().all(|other| other.name != operator.name));
            let mut names: Vec<_> = operator.params.iter().map(|param| param.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), operator.params.len(), "{}", operator.name);
            let optional = operator.params.iter().skip_while(|param| param.required);
            assert!(optional.clone().all(|param| !param.required), "{}", operator.name);
        }
    }

    #[test]
    fn examples_are_calls_of_their_operator() {
        for operator in OPERATORS {
            let call = operator.example.trim_start_matches("|> ");
            assert!(call.starts_with(operator.name), "{}", operator.name);
            assert_eq!(operator.example.starts_with("|> "), !operator.is_source());
        }
    }

    #[test]
    fn usage_shows_what_may_be_left_out() {
        let usage = |name| find(name).unwrap().usage();
        assert_eq!(
            usage("window"),
            "write `window(window, [slide], [slot = \"name\"])`, for example `|> window(30s, 10s)`"
        );
        assert_eq!(usage("count"), "write `|> count`");
    }
}
