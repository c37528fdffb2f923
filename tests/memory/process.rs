//! A process that the system gives little memory ends with an error, not with an abort.

use std::process::{Command, Stdio};

use streamdsl::prelude::*;
use streamdsl_tests::peers::Server;

use crate::MIB;

/// The variable that tells a test that it runs as its own child process: the port of the server.
const CHILD: &str = "STREAMDSL_TEST_CHILD";

#[test]
fn a_fast_socket_cannot_abort_the_process() {
    if let Ok(port) = std::env::var(CHILD) {
        let port: u16 = port.parse().unwrap();
        let job = stream! {
            batch_interval = 60s;
            socket("localhost", port)
                |> flat_map(|line| (0..1000_u64).map(move |n| (n * line.len() as u64, n)))
                |> group_by_key
                |> foreach(drop)
        };
        let builder = StreamingContext::builder().workers(2).pool_limit(MIB).page_size(64 << 10);
        let context = builder.memory_limit(256 * MIB).build().unwrap();
        println!("<{}>", context.run(job).unwrap_err());
        return;
    }
    let server = Server::start();
    let script = "ulimit -v 3145728 && exec \"$0\" \"$@\"";
    let child = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "process::a_fast_socket_cannot_abort_the_process", "--nocapture"])
        .env(CHILD, server.port().to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut peer = server.accept();
    let lines = b"0123456789\n".repeat(5000);
    while std::io::Write::write_all(peer.stream(), &lines).is_ok() {}
    let output = child.wait_with_output().unwrap();
    let (text, errors) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {text} {errors}", output.status);
    assert!(text.contains("`group_by_key` ran out of memory"), "{text} {errors}");
    assert!(text.contains("`memory_limit` is 256.0 MiB"), "{text}");
}
