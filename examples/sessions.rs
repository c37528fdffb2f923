//! Groups the visits of each user into sessions.
//!
//! ```text
//! cargo run --example sessions
//! ```
//!
//! A session ends when its user has made no visit for three seconds. `map_with_state` keeps one
//! open session per user. It calls the function for each visit, and once more at the timeout. Its
//! cost depends on the number of visits, not on the number of known users. The program prints each
//! session when it ends, and the number of open sessions:
//!
//! ```text
//! second 7: ann visited /start /search /order
//! second 7: 1 open
//! ```

use streamdsl::prelude::*;

/// Adds a visit, or ends the session of a user who was idle for too long.
fn visit(
    user: &str,
    page: Option<&str>,
    session: &mut KeyState<'_, Vec<String>>,
) -> Option<String> {
    match (page, session.get_mut()) {
        (Some(page), Some(pages)) => pages.push(page.to_owned()),
        (Some(page), None) => session.update(vec![page.to_owned()]),
        (None, Some(pages)) => return Some(format!("{user} visited {}", pages.join(" "))),
        (None, None) => {}
    }
    None
}

fn main() -> streamdsl::Result<()> {
    let visits = [
        vec![("ann", "/start"), ("bob", "/start")],
        vec![("ann", "/search")],
        vec![("ann", "/order")],
        vec![],
        vec![("bob", "/jobs")],
        vec![],
        vec![],
        vec![("ann", "/start")],
        vec![],
        vec![],
        vec![],
        vec![],
    ];
    let job = stream! {
        let sessions = memory(visits) |> map_with_state(visit, timeout = 3s);
        sessions |> flat_map(|ended| ended) |> foreach_batch(|batch, time| {
            for ended in batch {
                println!("second {}: {ended}", time.as_millis() / 1000);
            }
        });
        sessions |> state_snapshots |> count |> foreach_batch(|batch, time| {
            println!("second {}: {} open", time.as_millis() / 1000, batch.first().unwrap_or(0));
        });
    };
    streamdsl::testing::run(job)
}
