//! Random histories of a program on one checkpoint directory, beside a model: operators are renamed,
//! moved, removed and added, and jobs are killed.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::path::Path;

use streamdsl::clock::SimulatedClock;
use streamdsl::prelude::*;
use streamdsl_tests::{Random, deterministic, sorted};
use tempfile::TempDir;

type Item = (&'static str, i64);
/// The operator, its key, and the value.
type Out = (String, String, i64);

fn add(new: &[i64], total: Option<i64>) -> Option<i64> {
    Some(new.iter().sum::<i64>() + total.unwrap_or(0))
}

/// The record at which a job fails, as if it had been killed in that batch.
const KILL: Item = ("kill", 0);

fn is_kill(item: &Item) -> bool {
    *item == KILL
}

fn fail_if_any(killed: usize) -> Result<(), Box<dyn StdError + Send + Sync>> {
    if killed == 0 { Ok(()) } else { Err("killed".into()) }
}

/// A version of a program, with the names of its slots and what they hold.
struct Version {
    slots: &'static [(&'static str, &'static str)],
    program: fn(Vec<Vec<Item>>, &Collected<Out>) -> Pipeline,
}

const X: (&str, &str) = ("x.update_state_by_key", "x");
const Y: (&str, &str) = ("y.update_state_by_key", "y");
const RENAMED_Y: (&str, &str) = ("v.update_state_by_key", "y");
const W: (&str, &str) = ("recent", "w");

static VERSIONS: [Version; 6] = [
    Version { slots: &[X, Y], program: x_and_y },
    Version { slots: &[Y, X], program: y_and_x },
    Version { slots: &[X], program: only_x },
    Version { slots: &[X, Y, W], program: x_y_and_window },
    Version { slots: &[RENAMED_Y, X], program: renamed_y_and_x },
    Version { slots: &[], program: stateless },
];

fn x_and_y(input: Vec<Vec<Item>>, out: &Collected<Out>) -> Pipeline {
    stream! {
        let input = memory(input);
        let x = input |> update_state_by_key(add);
        let y = input |> map(|(key, n)| (key, 10 * n)) |> update_state_by_key(add);
        x |> map(|(key, n)| ("x", key, n)) |> collect(out);
        y |> map(|(key, n)| ("y", key, n)) |> collect(out);
        input |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()));
    }
}

fn y_and_x(input: Vec<Vec<Item>>, out: &Collected<Out>) -> Pipeline {
    stream! {
        let input = memory(input);
        let y = input |> map(|(key, n)| (key, 10 * n)) |> update_state_by_key(add);
        let x = input |> update_state_by_key(add);
        y |> map(|(key, n)| ("y", key, n)) |> collect(out);
        x |> map(|(key, n)| ("x", key, n)) |> collect(out);
        input |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()));
    }
}

fn only_x(input: Vec<Vec<Item>>, out: &Collected<Out>) -> Pipeline {
    stream! {
        let input = memory(input);
        let x = input |> update_state_by_key(add);
        x |> map(|(key, n)| ("x", key, n)) |> collect(out);
        input |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()));
    }
}

fn x_y_and_window(input: Vec<Vec<Item>>, out: &Collected<Out>) -> Pipeline {
    stream! {
        let input = memory(input);
        input |> reduce_by_key(+) |> window(3s, 1s, slot = "recent")
            |> map(|(key, n)| ("w", key, n)) |> collect(out);
        let x = input |> update_state_by_key(add);
        let y = input |> map(|(key, n)| (key, 10 * n)) |> update_state_by_key(add);
        x |> map(|(key, n)| ("x", key, n)) |> collect(out);
        y |> map(|(key, n)| ("y", key, n)) |> collect(out);
        input |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()));
    }
}

fn renamed_y_and_x(input: Vec<Vec<Item>>, out: &Collected<Out>) -> Pipeline {
    stream! {
        let input = memory(input);
        let v = input |> map(|(key, n)| (key, 10 * n)) |> update_state_by_key(add);
        let x = input |> update_state_by_key(add);
        v |> map(|(key, n)| ("y", key, n)) |> collect(out);
        x |> map(|(key, n)| ("x", key, n)) |> collect(out);
        input |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()));
    }
}

fn stateless(input: Vec<Vec<Item>>, _: &Collected<Out>) -> Pipeline {
    stream! {
        memory(input) |> filter(is_kill) |> foreach_batch(|batch| fail_if_any(batch.len()))
    }
}

/// What a checkpoint should hold: for each slot its records, each with the number of its batch.
#[derive(Clone, Default)]
struct Model {
    batches: u64,
    slots: BTreeMap<String, Vec<(u64, Item)>>,
    /// Whether there is a checkpoint.
    exists: bool,
}

impl Model {
    /// Renames a slot; false if that must be refused.
    fn rename(&mut self, old: &str, new: &str) -> bool {
        match (self.slots.contains_key(old), self.slots.contains_key(new)) {
            (true, false) => {
                let state = self.slots.remove(old).unwrap();
                self.slots.insert(new.to_owned(), state);
                true
            }
            (false, true) => true,
            (true, true) => false,
            (false, false) => !self.exists,
        }
    }

    /// Fits the slots to a version; false if that must be refused.
    fn fit(&mut self, version: &Version, on_missing: OnMissingSlot) -> bool {
        let has = |name: &str| version.slots.iter().any(|(slot, _)| *slot == name);
        match on_missing {
            OnMissingSlot::Refuse => self.slots.keys().all(|name| has(name)),
            OnMissingSlot::Keep => true,
            OnMissingSlot::Drop => {
                self.slots.retain(|name, _| has(name));
                true
            }
        }
    }

    /// Processes a batch, and returns the output.
    fn process(&mut self, version: &Version, batch: &[Item]) -> Vec<Out> {
        self.batches += 1;
        let mut output = Vec::new();
        for (name, label) in version.slots {
            let records = self.slots.entry((*name).to_owned()).or_default();
            records.extend(batch.iter().map(|item| (self.batches, *item)));
            let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
            for (at, (key, n)) in records.iter() {
                if *label != "w" || at + 3 > self.batches {
                    *sums.entry(key).or_default() += if *label == "y" { 10 * n } else { *n };
                }
            }
            output
                .extend(sums.into_iter().map(|(key, n)| ((*label).to_owned(), key.to_owned(), n)));
        }
        output.sort();
        output
    }
}

/// One start of a version: with which settings, and on what input.
struct Start {
    version: &'static Version,
    on_missing: OnMissingSlot,
    renames: &'static [(&'static str, &'static str)],
    workers: usize,
    input: Vec<Vec<Item>>,
    /// The batch in which the job is killed.
    kill: Option<usize>,
}

impl Start {
    fn random(random: &mut Random) -> Self {
        const KEYS: [&str; 3] = ["a", "b", "a key that is longer than the others"];
        let mut pick = |count: usize| random.below(count as u64) as usize;
        let version = &VERSIONS[pick(VERSIONS.len())];
        let renames: &[_] = match (pick(2), version.slots) {
            (0, slots) if slots.contains(&RENAMED_Y) => &[(Y.0, RENAMED_Y.0)],
            (0, slots) if slots.contains(&Y) => &[(RENAMED_Y.0, Y.0)],
            _ => &[],
        };
        let mut batch = |_| (0..pick(4)).map(|_| (KEYS[pick(3)], pick(9) as i64 - 4)).collect();
        let mut input: Vec<Vec<Item>> = (0..4).map(&mut batch).collect();
        input.truncate(1 + pick(4));
        let kill = (pick(3) == 0).then(|| pick(input.len()));
        if let Some(at) = kill {
            input[at].push(KILL);
        }
        let on_missing = [OnMissingSlot::Refuse, OnMissingSlot::Keep, OnMissingSlot::Drop][pick(3)];
        Self { version, on_missing, renames, workers: 1 + pick(3), input, kill }
    }

    /// Runs the job. Returns its outputs by batch, and the error that ended it.
    fn run(&self, directory: &Path, begun: u64) -> (Vec<Vec<Out>>, Option<Error>) {
        let mut builder = deterministic(self.workers)
            .clock(SimulatedClock::at(Duration::from_secs(begun)))
            .checkpoint(directory)
            .checkpoint_interval(Duration::from_secs(1))
            .on_missing_slot(self.on_missing)
            .on_notice(|_| ());
        for (old, new) in self.renames {
            builder = builder.rename_slot(*old, *new);
        }
        let out = Collected::new();
        let ended = builder.build().unwrap().run((self.version.program)(self.input.clone(), &out));
        let mut by_time: BTreeMap<u64, Vec<Out>> = BTreeMap::new();
        for (time, records) in out.take() {
            by_time.entry(time.as_millis()).or_default().extend(records);
        }
        (by_time.into_values().map(sorted).collect(), ended.err())
    }

    /// Runs the job, and compares it with the model, which then holds what was saved. Returns whether
    /// the job was refused.
    fn check(&self, directory: &Path, model: &mut Model, told: &str) -> bool {
        let mut next = model.clone();
        let fits = self.renames.iter().all(|(old, new)| next.rename(old, new))
            && next.fit(self.version, self.on_missing);
        let (output, error) = self.run(directory, model.batches);
        if !fits {
            let expected = matches!(error, Some(Error::MissingSlots { .. } | Error::Config { .. }));
            assert!(expected && output.is_empty(), "{told}: {error:?}");
            return true;
        }
        assert_eq!(
            matches!(error, Some(Error::Sink { .. })),
            self.kill.is_some(),
            "{told}: {error:?}"
        );
        assert!(self.kill.is_some() || error.is_none(), "{told}: {error:?}");
        let complete = self.kill.unwrap_or(self.input.len());
        let expected: Vec<_> =
            self.input[..complete].iter().map(|batch| next.process(self.version, batch)).collect();
        if !self.version.slots.is_empty() {
            assert_eq!(output[..complete], expected, "{told}");
        }
        if complete > 0 {
            *model = Model { exists: true, ..next };
        }
        false
    }
}

#[test]
fn any_history_of_versions_keeps_each_state_with_its_owner() {
    let (mut refused, mut killed) = (0, 0);
    for seed in 0..6 {
        let mut random = Random::new(seed);
        let place = TempDir::new().unwrap();
        let mut model = Model::default();
        for step in 0..25 {
            let start = Start::random(&mut random);
            killed += usize::from(start.kill.is_some());
            let told = format!("seed {seed}, step {step}");
            refused += usize::from(start.check(place.path(), &mut model, &told));
        }
    }
    assert!(refused >= 10 && killed >= 10, "{refused} refused, {killed} killed");
}
