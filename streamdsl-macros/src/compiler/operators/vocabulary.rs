//! Names of other systems, and what to write here instead.
//!
//! The names are those of Spark, Flink, Kafka Streams, SQL, and Rust's iterators. Case and `_` do
//! not matter, so `groupBy` also answers for `group_by`. A name that differs from an operator's own
//! only in these needs no row.

use Answer::{Late, Operator, Say, Write};

/// What to write instead of a name of another system.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer {
    /// This operator.
    Operator(&'static str),
    /// This code: operators behind a stream, or a source.
    Write(&'static str),
    /// What the text says: nothing stands in a chain instead.
    Say(&'static str),
    /// It does not exist yet; the text says what does.
    Late(&'static str),
}

/// Some names with the same answer.
pub(crate) type Row = (&'static [&'static str], Answer);

/// Names that start a chain elsewhere.
pub(crate) const SOURCES: &[Row] = &[
    (&["socketTextStream", "tcp", "listen", "netcat"], Operator("socket")),
    (&["socketStream"], Operator("socket_with")),
    (&["rawSocketStream"], Say("read it with a `Receiver` of your own: `from(receiver)`")),
    (&["queueStream"], Operator("queue")),
    (
        &["parallelize", "makeRDD", "fromCollection", "fromElements", "fromIter", "fromVec"],
        Write("memory([vec![1, 2], vec![3]])"),
    ),
    (&["range", "fromSequence", "generateSequence"], Write("memory([0..10])")),
    (&["datagen", "rate", "rateSource"], Operator("generator")),
    (&["emptyRDD", "emptyStream"], Write("memory([Vec::<String>::new()])")),
    (&["readTextFile", "readFile", "readLines"], Operator("text_file")),
    (&["wholeTextFiles", "binaryFiles", "watchDirectory"], Operator("file_stream")),
    (&["binaryRecords"], Operator("binary_records_stream")),
    (
        &["hadoopFile", "newAPIHadoopFile", "sequenceFile"],
        Late(
            "Hadoop's files can be written, not read; `object_file` reads what \
             `save_as_object_files` wrote",
        ),
    ),
    (
        &["actorStream", "receiverStream", "addSource", "fromSource", "readStream"],
        Write("from(my_source)"),
    ),
    (
        &["globalTable", "ktable"],
        Say("look the key up in a closure, in a map or a `Broadcast` that it captures"),
    ),
];

/// Names that stand behind a stream elsewhere.
pub(crate) const OPERATORS: &[Row] = &[
    // Record by record.
    (
        &[
            "select",
            "selectExpr",
            "withColumn",
            "project",
            "mapTo",
            "mapInto",
            "mapToPair",
            "mapToObj",
            "transformValue",
            "cloned",
            "copied",
        ],
        Operator("map"),
    ),
    (&["where", "having", "filterByRange", "retain", "find"], Operator("filter")),
    (&["filterNot", "reject"], Write("|> filter(|n| !(*n > 3))")),
    (
        &["filterMap", "findMap", "mapNotNull"],
        Write("|> flat_map(|text| text.parse::<u32>().ok())"),
    ),
    (&["flatTransform", "flatMapToPair", "explode", "unnest"], Operator("flat_map")),
    (&["flatten", "flattenOk", "concat"], Write("|> flat_map(|list| list)")),
    (&["flatTransformValues"], Operator("flat_map_values")),
    (&["transformValues"], Operator("map_values")),
    (&["split", "words", "tokenize", "splitWhitespace"], Write("|> flat_map(split)")),
    (&["lines"], Write("|> flat_map(lines)")),
    (&["chars"], Write("|> flat_map(chars)")),
    (&["trim"], Write("|> map(|line| line.trim())")),
    (&["parse", "tryInto", "cast"], Write("|> try_map(|text| text.parse::<i64>())")),
    (&["mapOk", "andThen", "tryFilter"], Operator("try_map")),
    (
        &["json", "fromJson", "jsonParse"],
        Write("|> try_map(|line| serde_json::from_str::<Event>(line))"),
    ),
    (
        &["csv", "fromCsv"],
        Write("|> map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>())"),
    ),
    (
        &["peek", "inspect", "tap", "doOnNext"],
        Write("|> map(|record| { println!(\"{record:?}\"); record })"),
    ),
    (&["keyBy", "selectKey", "withKey"], Write("|> map(|record| (record.id, record))")),
    (&["invert", "swapped"], Operator("swap")),
    (&["randomSplit", "sampleBy", "sampleByKey", "takeSample", "choose"], Operator("sample")),
    (
        &["branch", "splitBy", "partition", "sideOutput", "getSideOutput"],
        Say("bind the stream with `let`, and start one chain with `filter` for each part"),
    ),
    (&["take_while", "skip_while", "map_while"], Operator("filter")),
    (
        &["rdd", "toStream", "iter", "intoIter", "toDF", "toDS", "asStream", "boxed"],
        Say("leave it out: operators follow the stream directly"),
    ),
    (
        &[
            "unpersist",
            "setName",
            "forward",
            "startNewChain",
            "disableChaining",
            "slotSharingGroup",
            "returns",
        ],
        Say("leave it out: nothing here needs it"),
    ),
    (
        &["uid", "named"],
        Say("an operator with state takes its name as an argument, `slot = \"name\"`; a \
             stream gets its name from `let`"),
    ),
    (
        &["setParallelism", "parallelism"],
        Say("the number of workers is a setting of the context: `.workers(4)`"),
    ),
    // Whole batches.
    (&["len", "size", "countAll"], Operator("count")),
    (&["isEmpty"], Write("|> count |> map(|n| n == 0)")),
    (
        &["fold", "aggregate", "treeReduce", "treeAggregate", "tryFold", "foldWhile", "accumulate"],
        Operator("reduce"),
    ),
    (&["sum"], Write("|> reduce(+)")),
    (&["product"], Write("|> reduce(*)")),
    (&["max", "maximum"], Write("|> reduce(max)")),
    (&["min", "minimum"], Write("|> reduce(min)")),
    (&["minmax"], Write("|> map(|n| (n, n)) |> reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))")),
    (&["maxBy", "maxByKey", "argmax"], Write("|> top(1, |(_, count)| *count)")),
    (&["minBy", "minByKey", "argmin"], Write("|> take_ordered(1, |(_, count)| *count)")),
    (&["all", "every"], Write("|> map(|n| n > 0) |> reduce(&&)")),
    (&["any", "some", "contains", "exists"], Write("|> map(|n| n > 0) |> reduce(||)")),
    (&["mean", "avg", "average"], Write("|> transform(|batch| [batch.stats().mean()])")),
    (&["stdev", "stddev", "stddevPop"], Write("|> transform(|batch| [batch.stats().stdev()])")),
    (&["variance", "varPop"], Write("|> transform(|batch| [batch.stats().variance()])")),
    (&["sampleStdev", "stddevSamp"], Write("|> transform(|batch| [batch.stats().sample_stdev()])")),
    (
        &["sampleVariance", "varSamp"],
        Write("|> transform(|batch| [batch.stats().sample_variance()])"),
    ),
    (
        &["stats", "describe", "summary"],
        Write("|> foreach_batch(|batch| println!(\"{}\", batch.stats()))"),
    ),
    (&["histogram", "widthBucket"], Write("|> map(|n| n / 10) |> count_by_value")),
    (
        &["median", "percentile", "quantile", "approxQuantile", "percentileApprox"],
        Late(
            "sort a batch and take from it: `|> transform(|batch| { let mut all = \
             batch.collect(); all.sort_unstable(); all.get(all.len() / 2).copied() })`",
        ),
    ),
    (
        &["approxCountDistinct", "countApproxDistinct", "countDistinct"],
        Write("|> distinct |> count"),
    ),
    (&["countApproxDistinctByKey"], Write("|> distinct |> keys |> count_by_value")),
    (&["countApprox"], Operator("count")),
    (&["countByKey", "countByKeyApprox"], Write("|> keys |> count_by_value")),
    (&["counts", "frequencies", "countByValueApprox", "valueCounts"], Operator("count_by_value")),
    (&["countsBy", "countBy"], Write("|> map(|word| word.len()) |> count_by_value")),
    (&["first", "head", "firstValue"], Write("|> transform(|batch| batch.take(1))")),
    (&["take", "limit", "nth"], Write("|> transform(|batch| batch.take(10))")),
    (
        &["skip", "offset", "drop"],
        Write("|> transform(|batch| batch.iter().skip(10).collect::<Vec<_>>())"),
    ),
    (&["last", "lastValue", "tail"], Write("|> transform(|batch| batch.iter().last())")),
    (
        &["rev", "reverse"],
        Write("|> transform(|batch| batch.collect().into_iter().rev().collect::<Vec<_>>())"),
    ),
    (
        &["enumerate", "zipWithIndex", "zipWithUniqueId", "rowNumber"],
        Write("|> transform(|batch| batch.iter().enumerate().collect::<Vec<_>>())"),
    ),
    (&["stepBy"], Write("|> transform(|batch| batch.iter().step_by(10).collect::<Vec<_>>())")),
    (
        &[
            "chunks",
            "batched",
            "tuples",
            "tupleWindows",
            "arrayChunks",
            "windows",
            "dedup",
            "coalesceBy",
            "intersperse",
            "combinations",
            "permutations",
        ],
        Operator("transform"),
    ),
    (
        &["unique", "dropDuplicates", "dropDuplicatesWithinWatermark", "deduplicate"],
        Operator("distinct"),
    ),
    (
        &["uniqueBy", "dedupBy", "distinctBy"],
        Write(
            "|> map(|record| (record.id, record)) |> reduce_by_key(|first, _| first) |> \
             values",
        ),
    ),
    (
        &[
            "sort",
            "sorted",
            "orderBy",
            "sortedBy",
            "sortedByKey",
            "sortedUnstable",
            "sortUnstable",
            "sortByCachedKey",
            "sortWith",
            "orderedBy",
            "rank",
        ],
        Operator("sort_by"),
    ),
    (&["sortByKey"], Write("|> sort_by(|(key, _)| key.clone())")),
    (&["sortByValue"], Write("|> sort_by(|(_, value)| value.clone())")),
    (&["kLargest", "topK", "topBy", "nlargest"], Operator("top")),
    (&["kSmallest", "takeOrderedBy", "nsmallest"], Operator("take_ordered")),
    (
        &["mapPartitionsInternal", "mapBatch", "mapInPandas", "pipe", "foreachPartition"],
        Operator("map_partitions"),
    ),
    (&["coalesce", "rebalance", "rescale", "shuffle", "roundRobin"], Operator("repartition")),
    (
        &[
            "partitionCustom",
            "repartitionAndSortWithinPartitions",
            "partitionByKey",
            "hashPartition",
        ],
        Operator("partition_by"),
    ),
    // Keys.
    (
        &[
            "groupBy",
            "groupByKeyLocally",
            "chunkBy",
            "intoGroupMap",
            "intoGroupMapBy",
            "intoGroupingMap",
            "collectList",
        ],
        Write("|> map(|record| (record.id, record)) |> group_by_key"),
    ),
    (&["collectSet"], Write("|> distinct |> group_by_key")),
    (&["sumByKey", "reduceByKeyLocally", "reduceGroups", "agg"], Write("|> reduce_by_key(+)")),
    (&["foldByKey"], Write("|> aggregate_by_key(0, |sum, v| sum + v, +)")),
    (
        &["avgByKey", "meanByKey", "averageByKey"],
        Write(
            "|> map_values(|v| (v, 1)) |> reduce_by_key(|a, b| (a.0 + b.0, a.1 + b.1)) |> \
             map_values(|(sum, n)| sum / n)",
        ),
    ),
    (&["lookup"], Write("|> filter(|(key, _)| *key == 3)")),
    (&["collectAsMap", "toMap", "intoMap"], Operator("collect")),
    // Several streams.
    (&["unionByName", "merge", "chain", "interleave", "connect", "kmerge"], Operator("union")),
    (&["innerJoin", "joinWith", "windowJoin", "coJoin", "intervalJoin"], Operator("join")),
    (&["leftJoin"], Operator("left_outer_join")),
    (&["rightJoin"], Operator("right_outer_join")),
    (&["outerJoin", "fullJoin"], Operator("full_outer_join")),
    (&["groupWith", "joinGroup"], Operator("cogroup")),
    (
        &["crossJoin", "cartesian", "cartesianProduct", "iproduct"],
        Write(
            "|> transform_with(other, |a, b| a.collect().into_iter().flat_map(|x| \
             b.collect().into_iter().map(move |y| (x.clone(), y))).collect::<Vec<_>>())",
        ),
    ),
    (
        &["zip", "zipPartitions", "zipWith", "zipLongest", "izip"],
        Write(
            "|> transform_with(other, |a, b| \
             a.collect().into_iter().zip(b.collect()).collect::<Vec<_>>())",
        ),
    ),
    (
        &["intersection", "intersect"],
        Write(
            "|> map(|record| (record, ())) |> cogroup(other) |> filter(|(_, (a, b))| \
             !a.is_empty() && !b.is_empty()) |> keys",
        ),
    ),
    (
        &["subtract", "except", "exceptAll", "minus", "difference"],
        Write(
            "|> map(|record| (record, ())) |> left_outer_join(other) |> filter(|(_, (_, \
             found))| found.is_none()) |> keys",
        ),
    ),
    (
        &["subtractByKey", "antiJoin", "leftAnti"],
        Write("|> left_outer_join(other) |> filter(|(_, (_, found))| found.is_none())"),
    ),
    (&["broadcast"], Say("a `Broadcast` is made before the program and read in a closure")),
    (
        &["tee", "fork", "clone", "duplicate"],
        Say("bind the stream with `let`, and start one chain for each use"),
    ),
    (&["cycle", "iterate", "repeat"], Operator("update_state_by_key")),
    // Windows and time.
    (
        &[
            "timeWindow",
            "windowAll",
            "timeWindowAll",
            "windowedBy",
            "hop",
            "hopping",
            "sliding",
            "slidingWindow",
            "buffer",
        ],
        Write("|> window(30s, 10s)"),
    ),
    (&["tumble", "tumbling", "tumblingWindow"], Write("|> window(30s, 30s)")),
    (
        &["countWindow", "countWindowAll", "windowByCount"],
        Late(
            "windows are of time; a count of records per key can be kept with \
             `map_with_state`",
        ),
    ),
    (
        &["sessionWindow", "sessionize", "inactivityGap"],
        Late("keep each session with `map_with_state`, whose `timeout` ends it"),
    ),
    (
        &[
            "withWatermark",
            "watermark",
            "assignTimestampsAndWatermarks",
            "eventTime",
            "allowedLateness",
            "withTimestamp",
        ],
        Late(
            "windows go by the time at which records arrive; to use a time of their own, \
             make it part of the key",
        ),
    ),
    (
        &["trigger", "processAllAvailable", "batchInterval", "throttle", "debounce"],
        Say("results come out in each batch; `batch_interval = 1s;` at the start of the \
             program sets how often"),
    ),
    (
        &["suppress", "evictor", "outputMode"],
        Say("leave it out: a window is emitted once for each slide, as a whole"),
    ),
    (&["remember", "slice"], Say("collect with `Collected::remembering`, and call `slice` on it")),
    (
        &["checkpoint", "enableCheckpointing"],
        Say("checkpoints are a setting of the context: `.checkpoint(\"directory\")`"),
    ),
    (
        &["delay"],
        Late(
            "a record belongs to the batch in which it arrives; to bring late records \
             together with others, use a longer `window`",
        ),
    ),
    // State.
    (
        &[
            "trackStateByKey",
            "mapGroupsWithState",
            "flatMapGroupsWithState",
            "transformWithState",
            "applyInPandasWithState",
            "process",
            "keyedProcess",
            "lag",
            "lead",
            "processValues",
        ],
        Operator("map_with_state"),
    ),
    (&["scan", "updateState", "runningTotal", "cumsum"], Operator("update_state_by_key")),
    (&["toTable", "snapshots", "materialized"], Operator("state_snapshots")),
    (&["sideOutputLateData", "deadLetter", "catchError", "onError"], Operator("failures")),
    // Outputs.
    (
        &[
            "print",
            "show",
            "printToErr",
            "println",
            "dump",
            "display",
            "debug",
            "printSchema",
            "explain",
        ],
        Operator("pprint"),
    ),
    (&["foreachRDD", "writeStream", "tryForEach"], Operator("foreach_batch")),
    (&["foreachAsync", "subscribe"], Operator("foreach")),
    (
        &["saveAsTextFile", "writeAsText", "writeAsCsv", "save", "write", "writeTo"],
        Operator("save_as_text_files"),
    ),
    (&["saveAsObjectFile"], Operator("save_as_object_files")),
    (
        &[
            "saveAsHadoopFile",
            "saveAsHadoopDataset",
            "saveAsNewAPIHadoopFile",
            "saveAsNewAPIHadoopFiles",
            "saveAsSequenceFile",
            "saveAsSequenceFiles",
        ],
        Operator("save_as_hadoop_files"),
    ),
    (
        &["toVec", "toList", "collectVec", "toLocalIterator", "executeAndCollect", "tryCollect"],
        Operator("collect"),
    ),
    (
        &["addSink", "sinkTo", "sink", "through", "writeToSocket", "publish", "send", "insertInto"],
        Operator("to"),
    ),
    (
        &[
            "sql",
            "createOrReplaceTempView",
            "registerTempTable",
            "pivot",
            "crosstab",
            "cube",
            "rollup",
        ],
        Late("write the query with `filter`, `map`, `reduce_by_key` and `join`"),
    ),
    (
        &["parquet", "orc", "avro", "delta", "iceberg"],
        Late("write such files in a `Sink` of your own, with `to`"),
    ),
];

/// Systems that connectors lead to. At the start of a chain, such a name may be a function that
/// makes a source.
pub(crate) const CONNECTORS: &[Row] = &[(
    &[
        "kafka",
        "kinesis",
        "pulsar",
        "nats",
        "mqtt",
        "amqp",
        "rabbitmq",
        "postgres",
        "mysql",
        "sqlite",
        "redis",
        "jdbc",
        "elasticsearch",
        "clickhouse",
        "s3",
        "http",
        "webhook",
        "websocket",
        "prometheus",
    ],
    Say("a connector makes a source or a sink: start the chain with `from(source)`, \
             or end it with `|> to(sink)`"),
)];

impl Answer {
    /// What a message says about a name at the start of a chain.
    pub(crate) fn head_help(self) -> String {
        match self {
            Operator(name) if is_source(name) => format!("did you mean `{name}`?"),
            Operator(name) => format!("behind a stream, `|> {name}` does this"),
            Write(code) if code.starts_with("|>") => format!("behind a stream, write `{code}`"),
            other => other.help(),
        }
    }

    /// What a message says about a name behind a `|>`.
    pub(crate) fn help(self) -> String {
        match self {
            Operator(name) if is_source(name) => {
                format!("the source is called `{name}`, and can only start a chain")
            }
            Operator(name) => format!("did you mean `{name}`?"),
            Write(code) => format!("write `{code}`"),
            Say(text) => text.to_owned(),
            Late(text) => format!(
                "this does not exist here yet: {text}; see \"Not here yet\" in docs/spark.md"
            ),
        }
    }
}

fn is_source(name: &str) -> bool {
    super::find(name).is_some_and(super::Operator::is_source)
}
