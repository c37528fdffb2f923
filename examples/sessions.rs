//! Groups the visits of each user into sessions.
//!
//! ```text
//! cargo run --example sessions
//! ```
//!
//! A session is over when a user has not been seen for three seconds. `map_with_state` keeps an open
//! session for each user and is called for every visit, and once more when the time is over; its
//! cost follows the visits, not the users that are known. The program prints each session at its
//! end, and how many are open:
//!
//! ```text
//! second 7: ann visited /start /search /order
//! second 7: 1 open
//! ```

use streamdsl::prelude::*;

/// Notes a visit, or ends the session of a user who has been idle for too long.
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
