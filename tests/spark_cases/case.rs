//! Reads the cases and Spark's results.

use std::time::Duration;

use serde_json::Value;
use streamdsl::prelude::BatchTime;

/// The output of each batch that had one, as sorted JSON texts.
pub(crate) type Output = Vec<(u64, Vec<String>)>;

/// A case, and Spark's result: its output or its error.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) interval: Duration,
    pub(crate) inputs: Vec<Vec<Vec<Value>>>,
    pub(crate) steps: Vec<Value>,
    pub(crate) spark: Result<Output, String>,
}

/// All cases, in the order of the files.
pub(crate) fn all() -> Vec<Case> {
    let parse = |text: &str| -> Vec<Value> { serde_json::from_str(text).unwrap() };
    let cases = parse(include_str!("cases.json"));
    let results = parse(include_str!("results.json"));
    assert_eq!(cases.len(), results.len());
    let read = |(case, result): (&Value, &Value)| {
        assert_eq!(case["name"], result["name"]);
        Case {
            name: text(&case["name"]),
            interval: Duration::from_millis(case["batch_ms"].as_u64().unwrap_or(1000)),
            inputs: list(&case["inputs"]).iter().map(batches).collect(),
            steps: list(&case["steps"]).to_vec(),
            spark: match result.get("error") {
                Some(error) => Err(text(error)),
                None => Ok(normalized(list(&result["output"]).iter().map(output).collect())),
            },
        }
    };
    cases.iter().zip(&results).map(read).collect()
}

/// The batches of one source. A `null` batch becomes an empty batch.
fn batches(input: &Value) -> Vec<Vec<Value>> {
    list(input).iter().map(|batch| batch.as_array().cloned().unwrap_or_default()).collect()
}

/// The output of one batch, from all partitions.
fn output(output: &Value) -> (u64, Vec<String>) {
    let partitions = list(&output["partitions"]);
    let records = partitions.iter().flat_map(list).map(ToString::to_string).collect();
    (output["batch"].as_u64().unwrap(), records)
}

/// Sorts the records of each batch.
pub(crate) fn normalized(mut output: Output) -> Output {
    for (_, records) in &mut output {
        records.sort_unstable();
    }
    output
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Case {
    /// The operators with their functions: `map(pair1) reduceByKeyAndWindow(+,-)`.
    pub(crate) fn shape(&self) -> String {
        shape(&self.steps)
    }

    /// The text records of a source.
    pub(crate) fn texts(&self, source: usize) -> Vec<Vec<String>> {
        let records = |batch: &Vec<Value>| batch.iter().map(text).collect();
        self.inputs[source].iter().map(records).collect()
    }

    /// The numbers of the first source.
    pub(crate) fn numbers(&self) -> Vec<Vec<i64>> {
        let records = |batch: &Vec<Value>| batch.iter().map(|n| n.as_i64().unwrap()).collect();
        self.inputs[0].iter().map(records).collect()
    }

    /// The window of a step and its slide. The default slide is one batch.
    pub(crate) fn window(&self, step: usize) -> (Duration, Duration) {
        self.window_of(&self.steps[step])
    }

    /// The window of the last step of the second stream.
    pub(crate) fn other_window(&self) -> Option<(Duration, Duration)> {
        let other = list(&self.steps.last()?["other"]);
        let last = other.last().filter(|step| step["op"] == "window");
        last.map(|step| self.window_of(step))
    }

    fn window_of(&self, step: &Value) -> (Duration, Duration) {
        let millis = |name: &str| step[name].as_u64().map(Duration::from_millis);
        (millis("window").unwrap(), millis("slide").unwrap_or(self.interval))
    }

    /// The timeout of the last step.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.steps.last()?["timeout"].as_u64().map(Duration::from_millis)
    }

    /// The initial state of the last step.
    pub(crate) fn initial(&self) -> Option<Vec<(String, i64)>> {
        let pairs = self.steps.last()?["initial"].as_array()?;
        Some(pairs.iter().map(|pair| (text(&pair[0]), pair[1].as_i64().unwrap())).collect())
    }

    /// The collected records by the number of the batch.
    pub(crate) fn output(&self, collected: Vec<(BatchTime, Vec<String>)>) -> Output {
        let number = |time: BatchTime| {
            u64::try_from(time.as_duration().as_nanos() / self.interval.as_nanos()).unwrap()
        };
        normalized(collected.into_iter().map(|(time, records)| (number(time), records)).collect())
    }
}

fn shape(steps: &[Value]) -> String {
    let step = |step: &Value| {
        let functions = ["f", "inv", "filter"].iter().filter_map(|name| step[name].as_str());
        let functions: Vec<&str> = functions.collect();
        match (step["op"].as_str().unwrap(), functions.as_slice()) {
            (op, []) => op.to_owned(),
            (op, functions) => format!("{op}({})", functions.join(",")),
        }
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" ")
}
