//! The regression guard: counts the instructions per record of the main kernels.
//!
//! valgrind counts the instructions. The count is nearly the same in every run, even on a busy
//! machine, because the seed of the key hashes is fixed here. Each kernel runs in its own process,
//! once for a few batches and once for more. The difference is the cost of the additional batches,
//! without the start of the job.
//!
//! ```text
//! cargo run --release -p streamdsl-benches --bin instructions             compares with the table
//! cargo run --release -p streamdsl-benches --bin instructions -- --update writes the table anew
//! ```

mod callgrind;
mod kernels;
mod table;

use std::process::ExitCode;

use streamdsl_benches::reference::table::Seed;

use crate::kernels::{KERNELS, Kernel};
use crate::table::Table;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => compare(),
        ["--update"] => update(),
        // valgrind runs this branch.
        ["run", kernel, batches] => run(kernel, batches),
        _ => Err("possible are no arguments or `--update`".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("instructions: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(kernel: &str, batches: &str) -> Result<(), String> {
    // With a random seed, other keys collide in each process, which changes counts by up to 2 %.
    const SEED: (u64, u64) = (0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03);
    if !streamdsl::__private::fix_hash_seed(SEED.0, SEED.1) || !Seed::fix(SEED.0, SEED.1) {
        return Err("a key was hashed before the seed was fixed".to_owned());
    }
    let kernel = KERNELS.iter().find(|known| known.name == kernel).ok_or("no such kernel")?;
    let batches = batches.parse().map_err(|error| format!("{batches}: {error}"))?;
    kernel.run(batches)
}

/// Measures everything. Fails if a kernel takes more instructions than the table and the tolerance
/// allow.
fn compare() -> Result<(), String> {
    let table = Table::read()?;
    let compiler = table::compiler();
    if table.compiler != compiler {
        println!("the table was made with {}, this is {compiler}\n", table.compiler);
    }
    println!("{:<24} {:>10} {:>10} {:>8}", "kernel", "table", "now", "change");
    let mut worse = Vec::new();
    for kernel in KERNELS {
        let now = measure(kernel)?;
        let Some(before) = table.get(kernel.name) else {
            return Err(format!("`{}` is not in the table; add it with `--update`", kernel.name));
        };
        let change = now / before - 1.0;
        println!("{:<24} {before:>10.2} {now:>10.2} {:>+7.1}%", kernel.name, 100.0 * change);
        if change > table::TOLERANCE {
            worse.push(kernel.name);
        }
    }
    if worse.is_empty() {
        return Ok(());
    }
    Err(format!(
        "more instructions than before, by more than {:.0} %: {}. If that is as it should be, \
         `--update` writes the table anew",
        100.0 * table::TOLERANCE,
        worse.join(", ")
    ))
}

fn update() -> Result<(), String> {
    let mut table = Table { compiler: table::compiler(), rows: Vec::new() };
    for kernel in KERNELS {
        let now = measure(kernel)?;
        println!("{:<24} {now:>10.2}", kernel.name);
        table.rows.push((kernel.name.to_owned(), now));
    }
    table.write()
}

/// Instructions per record. One process is enough for each count, because the seed of the hashes is
/// fixed: counts repeat within 0.3 %, most of them within 0.01 %.
fn measure(kernel: &Kernel) -> Result<f64, String> {
    const FEW: u64 = 12;
    const MORE: u64 = 22;
    let few = callgrind::count(kernel.name, FEW)?;
    let more = callgrind::count(kernel.name, MORE)?;
    Ok(more.saturating_sub(few) as f64 / ((MORE - FEW) * kernel.records()) as f64)
}
