//! Sends records that cannot be parsed to a second stream.
//!
//! ```text
//! cargo run --example dead_letters
//! ```
//!
//! Sensors report a name and a temperature, and sometimes send a line that makes no sense. The
//! program computes the mean of the readings that it can parse. The other lines neither stop the
//! job nor get lost: `failures` yields them with the reason, and a real program would save them.
//! This program prints both. A program that does not use the failures of its `try_map` does not
//! compile.

use streamdsl::prelude::*;

fn parse(line: &str) -> Result<(&str, f64), String> {
    let (sensor, reading) = line.split_once('=').ok_or("there is no `=` in it")?;
    let celsius: f64 = reading.parse().map_err(|error| format!("`{reading}`: {error}"))?;
    if celsius < -273.15 {
        return Err(format!("{celsius} is colder than anything"));
    }
    Ok((sensor, celsius))
}

fn main() -> streamdsl::Result<()> {
    let lines = [
        vec!["cellar=11.5", "roof=30.0", "cellar=12.5"],
        vec!["roof=31", "cellar=warm", "hello?"],
        vec!["roof=-400", "roof=29"],
    ];
    let job = stream! {
        let readings = memory(lines) |> try_map(parse);
        readings
            |> map_values(|celsius| (celsius, 1.0))
            |> reduce_by_key(|(a, n), (b, m)| (a + b, n + m))
            |> map_values(|(sum, count)| sum / count)
            |> sort_by(|(sensor, _)| sensor.to_string())
            |> pprint;
        readings |> failures |> foreach_batch(|batch| {
            for (line, reason) in batch {
                println!("dead letter: {line:?}, because {reason}");
            }
        });
    };
    streamdsl::testing::run(job)
}
