//! The socket source with real servers.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::*;
use streamdsl_runtime::base::error::Error;
use streamdsl_runtime::base::notice::NoticeKind;
use streamdsl_runtime::job::context::{StopMode, StreamingContext};
use streamdsl_runtime::sources::{socket, socket_bytes};

fn send(peer: &mut impl Write, bytes: &[u8]) {
    peer.write_all(bytes).unwrap();
    peer.flush().unwrap();
}

#[test]
fn a_line_belongs_to_the_batch_in_which_it_ends() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);

    send(&mut peer, b"one\r\ntw");
    until_bytes(&context, 7);
    next_batch(&context, &clock);
    send(&mut peer, b"o");
    until_bytes(&context, 8);
    next_batch(&context, &clock);
    send(&mut peer, b"\n\n\r\nthree\n");
    until_records(&context, 5);
    next_batch(&context, &clock);
    send(&mut peer, b"tail");
    until_bytes(&context, 22);
    drop(peer);
    until_records(&context, 6);
    next_batch(&context, &clock);

    let batches = contents(&log);
    assert_eq!(batches, [vec!["one"], vec![], vec!["two", "", "", "three"], vec!["tail"]]);
    assert_eq!(times(&log), [1000, 2000, 3000, 4000]);
}

#[test]
fn ill_formed_text_is_replaced_and_counted() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    send(&mut accept(&listener), b"\xc3\xa4 \xff\xfe ok\nfine\n");
    until_records(&context, 2);
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [["ä \u{fffd}\u{fffd} ok", "fine"]]);
    assert_eq!(context.status().invalid_utf8, 2);
}

#[test]
fn bytes_arrive_as_they_are() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording(socket_bytes("127.0.0.1", port), <[u8]>::to_vec);
    context.start(pipeline).unwrap();
    send(&mut accept(&listener), b"\xff\0\r\n\xfe\n");
    until_records(&context, 2);
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [[b"\xff\0".to_vec(), b"\xfe".to_vec()]]);
}

#[test]
fn many_lines_over_many_pages_arrive_exactly_once() {
    const LINES: u64 = 200_000;
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.workers(2).page_size(4096).pool_limit(64 << 10).build().unwrap();
    let (pipeline, log) = recording(socket("127.0.0.1", port), |line| line.parse().unwrap());
    context.start(pipeline).unwrap();
    let sender = std::thread::spawn(move || {
        let mut peer = std::io::BufWriter::with_capacity(7001, accept(&listener));
        for number in 0..LINES {
            writeln!(peer, "{number}").unwrap();
        }
        peer.flush().unwrap();
        peer.into_inner().unwrap()
    });
    let _peer = sender.join().unwrap();
    until_records(&context, LINES);
    next_batch(&context, &clock);
    let mut numbers: Vec<u64> = contents(&log).concat();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..LINES).collect::<Vec<_>>());
    assert_eq!(context.status().last_batch.unwrap().records, LINES);
}

#[test]
fn a_line_may_be_much_longer_than_a_page() {
    const LENGTH: usize = 10 << 20;
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let context = builder.pool_limit(2 << 20).build().unwrap();
    let (pipeline, log) = recording(socket("127.0.0.1", port), str::len);
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    send(&mut peer, b"short\n");
    send(&mut peer, &vec![b'x'; LENGTH / 2]);
    until_bytes(&context, 6 + LENGTH as u64 / 2);
    next_batch(&context, &clock);
    send(&mut peer, &vec![b'x'; LENGTH / 2]);
    send(&mut peer, b"\nafter\n");
    until_records(&context, 3);
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [vec![5], vec![LENGTH, 5]]);
    assert!(context.status().pool_bytes_in_use <= 2 << 20);
}

#[test]
fn a_record_without_end_ends_the_job_with_a_clear_error() {
    let (listener, port) = listen();
    let (builder, _clock) = manual();
    let context = builder.max_record_bytes(1 << 20).build().unwrap();
    let (pipeline, _log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    // The job stops reading at some point, and the sender may notice it.
    let _ = peer.write_all(&vec![b'x'; 4 << 20]);
    let error = context.await_termination().unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with(&format!("source socket 127.0.0.1:{port}: ")), "{message}");
    assert!(message.contains("1048576 bytes") && message.contains("max_record_bytes"), "{message}");
}

#[test]
fn a_server_that_goes_away_is_reached_again() {
    let (listener, port) = listen();
    let (builder, clock) = manual();
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let context = builder
        .on_notice(move |notice| heard.lock().unwrap().push((notice.kind, notice.to_string())))
        .build()
        .unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    send(&mut peer, b"first\nunfinished");
    drop(peer);
    let mut peer = accept(&listener);
    send(&mut peer, b"second\n");
    until_records(&context, 3);
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [["first", "unfinished", "second"]]);
    let status = context.status().receivers.remove(0);
    assert!(status.connected);
    assert!(status.last_error.unwrap().contains("closed the connection"));
    let notices = notices.lock().unwrap();
    let kinds: Vec<_> = notices.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [NoticeKind::Connected, NoticeKind::Disconnected, NoticeKind::Connected]);
    assert!(notices[1].1.contains("reconnecting in 100ms"), "{}", notices[1].1);
}

#[test]
fn a_missing_server_is_reported_and_waited_for() {
    let (listener, port) = listen();
    drop(listener);
    let (builder, clock) = manual();
    let notices = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&notices);
    let context = builder
        .on_notice(move |notice| heard.lock().unwrap().push((notice.kind, notice.to_string())))
        .build()
        .unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    until("it is reported", || !notices.lock().unwrap().is_empty());
    {
        let notices = notices.lock().unwrap();
        assert_eq!(notices[0].0, NoticeKind::Unreachable);
        assert!(notices[0].1.contains("refused") && notices[0].1.contains("trying again"));
    }
    assert!(!context.status().receivers[0].connected);
    next_batch(&context, &clock);
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    send(&mut accept(&listener), b"at last\n");
    until_records(&context, 1);
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [vec![], vec!["at last"]]);
}

/// Returns how long the job takes to stop.
fn stop(context: &StreamingContext, mode: StopMode) -> Duration {
    let begun = Instant::now();
    context.stop(mode).unwrap();
    begun.elapsed()
}

#[test]
fn an_idle_connection_does_not_delay_a_stop() {
    for mode in [StopMode::Graceful, StopMode::Immediate] {
        let (listener, port) = listen();
        let (builder, _clock) = manual();
        let context = builder.build().unwrap();
        context.start(recording_lines(socket("127.0.0.1", port)).0).unwrap();
        let _peer = accept(&listener);
        until("it is connected", || context.status().receivers[0].connected);
        assert!(stop(&context, mode) < SECOND);
    }
}

#[test]
fn a_missing_server_does_not_delay_a_stop() {
    let (listener, port) = listen();
    drop(listener);
    let (builder, _clock) = manual();
    let context = builder.build().unwrap();
    context.start(recording_lines(socket("127.0.0.1", port)).0).unwrap();
    until("it pauses", || context.status().receivers[0].last_error.is_some());
    std::thread::sleep(Duration::from_millis(350));
    assert!(stop(&context, StopMode::Immediate) < Duration::from_millis(300));
}

#[test]
fn a_graceful_stop_processes_everything_received() {
    let (listener, port) = listen();
    let (builder, _clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording_lines(socket("127.0.0.1", port));
    context.start(pipeline).unwrap();
    let mut peer = accept(&listener);
    send(&mut peer, b"a\nb\ntail");
    until_bytes(&context, 8);
    context.stop(StopMode::Graceful).unwrap();
    assert_eq!(contents(&log), [["a", "b"]]);
    assert_eq!(times(&log), [1000]);
}

#[test]
fn a_host_that_does_not_exist_is_no_reason_to_end() {
    let (builder, clock) = manual();
    let context = builder.build().unwrap();
    let (pipeline, log) = recording_lines(socket("no-such-host.invalid", 1));
    context.start(pipeline).unwrap();
    next_batch(&context, &clock);
    assert_eq!(contents(&log), [Vec::<String>::new()]);
    until("it is reported", || context.status().receivers[0].last_error.is_some());
    context.stop(StopMode::Immediate).unwrap();
    assert!(matches!(context.await_termination(), Ok(()) | Err(Error::Stopped)));
}
