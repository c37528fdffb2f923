//! Saves only the batches that have results.
//!
//! ```text
//! cargo run --example save_when_not_empty
//! ```
//!
//! Most batches of a log have no errors. `save_as_text_files` writes no directory for an empty
//! batch. For other outputs, `foreach_batch` can check whether the batch is empty. The program
//! prints the alarms and the files that it wrote.

use std::error::Error;
use std::{env, fs};

use streamdsl::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("streamdsl-errors-{}", std::process::id()));
    let prefix = folder.join("errors").display().to_string();
    let log = [
        vec!["info: started", "info: listening"],
        vec!["error: disk is full", "info: retrying", "error: disk is full"],
        vec![],
        vec!["info: disk is empty"],
        vec!["error: disk is gone"],
    ];
    let job = stream! {
        let errors = memory(log) |> filter(|line| line.starts_with("error: "));
        errors |> save_as_text_files(prefix, "txt");
        errors |> foreach_batch(|batch, time| {
            if !batch.is_empty() {
                println!("alarm in second {}, errors: {}", time.as_millis() / 1000, batch.len());
            }
        });
    };
    streamdsl::testing::run(job)?;

    let mut saved = Vec::new();
    for entry in fs::read_dir(&folder)? {
        saved.push(entry?.file_name().into_string().unwrap_or_default());
    }
    saved.sort();
    println!("saved: {}", saved.join(", "));
    fs::remove_dir_all(&folder)?;
    Ok(())
}
