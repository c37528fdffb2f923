//! The supervisor, which starts, stops and restarts a receiver.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::notice::NoticeKind;
use crate::sources::backoff::Backoff;
use crate::sources::receiver::Receiver;
use crate::sources::receiver::handle::{Command, ReceiverHandle, Shared};

/// Runs `receiver` until the job stops or the receiver has ended.
pub(super) fn run<R: Receiver>(mut receiver: R, shared: &Arc<Shared<R::Item>>) {
    let mut backoff = Backoff::new();
    for start in 1.. {
        if shared.control.with(|control| control.shut_down) {
            return;
        }
        shared.control.update(|control| {
            control.running = start;
            control.command = None;
            control.stored_since_start = false;
        });
        let command = match receiver.on_start(ReceiverHandle::new(Arc::clone(shared), start)) {
            Ok(()) => {
                shared.inlet.connected("started");
                next_command(shared)
            }
            Err(error) => Some(Command::Restart(format!("cannot start: {error}"), None)),
        };
        shared.control.update(|control| control.running = 0);
        receiver.on_stop();
        match command {
            Some(Command::Restart(reason, delay)) => {
                if shared.control.with(|control| control.stored_since_start) {
                    backoff = Backoff::new();
                }
                let usual = backoff.next();
                let delay = delay.unwrap_or(usual);
                report_restart(shared, &backoff, &format!("{reason}; restarting in {delay:?}"));
                if !pause(shared, delay) {
                    return;
                }
            }
            Some(Command::Finish(reason)) => {
                shared.inlet.notify(NoticeKind::Information, &format!("stopped: {reason}"));
                // When the driver sees that the receiver has finished, all its records must be in
                // the batch.
                shared.buffer.close();
                shared.control.update(|control| control.finished = true);
                return;
            }
            None => return,
        }
    }
}

/// Waits for the receiver's next command. Returns `None` if the job stops.
fn next_command<T: Send + 'static>(shared: &Shared<T>) -> Option<Command> {
    shared.control.wait(|control| {
        if control.shut_down {
            return Some(None);
        }
        control.command.take().map(Some)
    })
}

/// Waits for `delay`. Returns false if the job stops.
fn pause<T: Send + 'static>(shared: &Shared<T>, delay: Duration) -> bool {
    let until = Instant::now().checked_add(delay);
    let control = &shared.control;
    control.wait_deadline(until, |control| control.shut_down.then_some(())).is_none()
}

/// Reports a restart. While nothing changes, notices become less frequent.
fn report_restart<T: Send + 'static>(shared: &Shared<T>, backoff: &Backoff, message: &str) {
    if backoff.is_worth_a_notice() {
        shared.inlet.disconnected(message);
    } else {
        shared.inlet.waiting(Some(message));
    }
}
