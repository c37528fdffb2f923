//! Measures how the compile time grows with a program: a stream is divided and united again, in up
//! to 100 levels of three operators. Prints a table, and fails if an operator costs more than twice
//! as much (time of a dev build, or size) in the longest program as in one of 25 levels.
//!
//! ```text
//! cargo run --release -p streamdsl-benches --bin compile_time
//! ```
//!
//! Each program is a package of its own in the target directory. The first run also compiles the
//! library for it. Times are user times of `cargo build`, the best of several runs. The costs per operator
//! leave out what a program of a source and its output costs. For Linux.

mod application;

use std::process::ExitCode;
use std::time::Duration;

use crate::application::{Application, Cost};

/// How often a stream is divided and united again.
const LEVELS: [usize; 4] = [10, 25, 50, 100];

/// The level that the longest program is compared with.
const COMPARED: usize = 25;

/// How many operators a level has.
const OPERATORS: usize = 3;

/// How much more an operator may cost in the longest program.
const MOST: f64 = 2.0;

/// How a program ends: its records must be in order, or not.
const ENDS: [&str; 2] = ["collect(&out)", "count |> collect(&out)"];

fn main() -> ExitCode {
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("compile_time: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Measures all programs. Returns whether their costs grow linearly.
fn measure() -> Result<bool, String> {
    let application = Application::new()?;
    println!(
        "| end | operators | dev build | per operator | release build | per operator | size | per operator |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut all_linear = true;
    for end in ENDS {
        let programs: Vec<String> =
            [0].iter().chain(&LEVELS).map(|levels| program(*levels, end)).collect();
        let all = application.costs(&programs)?;
        let Some((least, all)) = all.split_first() else { continue };
        let mut costs = Vec::new();
        for (levels, cost) in LEVELS.into_iter().zip(all) {
            print_row(end, levels, cost, least);
            costs.push((levels, per_operator(levels, cost, least)));
        }
        all_linear &= is_linear(end, &costs);
    }
    Ok(all_linear)
}

/// What an operator costs: seconds in a dev build, seconds in a release build, bytes.
fn per_operator(levels: usize, cost: &Cost, least: &Cost) -> [f64; 3] {
    let operators = (levels * OPERATORS) as f64;
    let seconds = |time: Duration, least: Duration| time.saturating_sub(least).as_secs_f64();
    [
        seconds(cost.dev, least.dev) / operators,
        seconds(cost.release, least.release) / operators,
        cost.bytes.saturating_sub(least.bytes) as f64 / operators,
    ]
}

fn print_row(end: &str, levels: usize, cost: &Cost, least: &Cost) {
    let [dev, release, bytes] = per_operator(levels, cost, least);
    println!(
        "| `{end}` | {} | {:.2} s | {:.1} ms | {:.2} s | {:.1} ms | {} KiB | {bytes:.0} B |",
        levels * OPERATORS,
        cost.dev.as_secs_f64(),
        dev * 1e3,
        cost.release.as_secs_f64(),
        release * 1e3,
        cost.bytes / 1024,
    );
}

/// Compares the longest program with a shorter one, and says what grows faster than the program.
///
/// Times of release builds are not compared: the optimiser needs hardly longer for the shorter program
/// than for the least one, and what it needs varies by more.
fn is_linear(end: &str, costs: &[(usize, [f64; 3])]) -> bool {
    let of = |wanted| costs.iter().find(|(levels, _)| *levels == wanted).map(|(_, costs)| *costs);
    let (Some(some), Some(many)) = (of(COMPARED), of(LEVELS[LEVELS.len() - 1])) else {
        return false;
    };
    let mut linear = true;
    for (what, some, many) in
        [("the time of a dev build", some[0], many[0]), ("the size", some[2], many[2])]
    {
        let ratio = many / some;
        let grows = ratio <= MOST;
        let verdict = if grows { "linear" } else { "NOT linear" };
        eprintln!("`{end}`: {what} per operator grows {ratio:.2} times: {verdict}");
        linear &= grows;
    }
    linear
}

/// A program that divides and unites a stream in `levels` levels.
fn program(levels: usize, end: &str) -> String {
    let divide = |level: usize| {
        let (bit, next) = (level % 60, level + 1);
        format!(
            "        let a{level} = s{level} |> filter(|n| n >> {bit} & 1 == 0);
        let b{level} = s{level} |> filter(|n| n >> {bit} & 1 == 1);
        let s{next} = a{level} |> union(b{level});\n"
        )
    };
    let divided: String = (0..levels).map(divide).collect();
    format!(
        "use streamdsl::prelude::*;

fn main() {{
    let out = Collected::new();
    let job = stream! {{
        let s0 = memory([[1_u64, 2, 3]]);
{divided}        s{levels} |> {end};
    }};
    streamdsl::testing::run(job).unwrap();
    println!(\"{{}}\", out.records().len());
}}
"
    )
}
