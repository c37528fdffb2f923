//! The bus: it carries events from the threads of a job to the listeners.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::blame::panic_message;
use crate::base::clock::Clock;
use crate::base::control::Control;
use crate::base::error::{Error, Result};
use crate::base::notice::NoticeKind;
use crate::base::sync::Monitor;
use crate::watch::listener::{Event, StreamingListener};
use crate::watch::status::SourceStats;

/// How many events can wait for the listeners.
const CAPACITY: usize = 10_000;

/// How long the end of a job waits until the listeners have got all events.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Takes events from the threads of a job. A separate thread calls the listeners.
pub(crate) struct Bus {
    /// Whether there is a listener. If not, events are dropped at once.
    active: bool,
    clock: Arc<dyn Clock>,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    /// How many events were dropped because the queue was full.
    lost: u64,
    /// Whether there is a thread that calls the listeners.
    running: bool,
    closed: bool,
    /// Whether the listeners have got all events.
    done: bool,
}

impl Bus {
    pub(crate) fn new(active: bool, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Bus { active, clock, state: Monitor::new(State::default()) })
    }

    /// Returns whether there is a listener.
    pub(crate) fn is_active(&self) -> bool {
        self.active
    }

    /// Returns the time for an event that will be posted, or `None` if there is no listener.
    pub(crate) fn now(&self) -> Option<Duration> {
        self.active.then(|| self.clock.now())
    }

    pub(crate) fn post(&self, event: Event) {
        if !self.active {
            return;
        }
        self.state.update(|state| {
            if state.events.len() < CAPACITY {
                state.events.push_back(event);
            } else {
                state.lost += 1;
            }
        });
    }

    pub(crate) fn post_all(&self, events: Vec<Event>) {
        for event in events {
            self.post(event);
        }
    }

    /// Starts the thread that calls `listeners`.
    pub(crate) fn start(
        self: &Arc<Self>,
        control: &Arc<Control>,
        listeners: Vec<Box<dyn StreamingListener>>,
    ) -> Result<()> {
        if listeners.is_empty() {
            return Ok(());
        }
        let (bus, control) = (Arc::clone(self), Arc::clone(control));
        let thread = move || {
            control.enter_thread();
            bus.call(&control, listeners);
        };
        let spawned = std::thread::Builder::new().name("listeners".into()).spawn(thread);
        spawned.map_err(|error| Error::thread("the thread of the listeners", error))?;
        self.state.with(|state| state.running = true);
        Ok(())
    }

    /// Posts that a source receives, unless the last event said so.
    pub(crate) fn receiver_started(&self, source: &SourceStats) {
        if self.is_active()
            && let Some(info) = source.set_active(true)
        {
            self.post(Event::ReceiverStarted(info));
        }
    }

    /// Posts that a source has a problem.
    pub(crate) fn receiver_failed(&self, source: &SourceStats, reason: &str) {
        if let Some(now) = self.now() {
            self.post(Event::ReceiverError(source.set_trouble(reason, now)));
        }
    }

    /// Posts that a source does not receive any more, unless the last event said so.
    pub(crate) fn receiver_stopped(&self, source: &SourceStats, reason: Option<&str>) {
        let Some(now) = self.now() else { return };
        let Some(mut info) = source.set_active(false) else { return };
        if let Some(reason) = reason {
            info = source.set_trouble(reason, now);
        }
        self.post(Event::ReceiverStopped(info));
    }

    /// Ends the thread when the listeners have got all events. Waits for that, but not longer than
    /// `CLOSE_TIMEOUT`.
    pub(crate) fn close(&self, control: &Control) {
        let is_running = self.state.update(|state| {
            state.closed = true;
            state.running
        });
        if !is_running {
            return;
        }
        let deadline = Instant::now() + CLOSE_TIMEOUT;
        let done = self.state.wait_deadline(Some(deadline), |state| state.done.then_some(()));
        if done.is_none() {
            let message =
                format!("a listener did not return within {CLOSE_TIMEOUT:?}; the job ends now");
            control.notify("listeners", NoticeKind::Information, &message);
        }
    }

    fn call(&self, control: &Control, listeners: Vec<Box<dyn StreamingListener>>) {
        let mut listeners: Vec<_> = listeners.into_iter().map(Called::new).collect();
        loop {
            let (events, lost, closed) = self.state.wait(|state| {
                let ready = state.closed || !state.events.is_empty();
                ready.then(|| {
                    let events = std::mem::take(&mut state.events);
                    (events, std::mem::take(&mut state.lost), state.closed)
                })
            });
            if lost > 0 {
                let message = format!("they are too slow: {lost} events were dropped");
                control.notify("listeners", NoticeKind::Information, &message);
            }
            for event in &events {
                for listener in &mut listeners {
                    listener.call(event, control);
                }
            }
            if closed && events.is_empty() {
                break;
            }
        }
        // A listener may hold something that the program waits for, such as the sender of a channel.
        // So it is dropped before the job ends.
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(listeners)));
        self.state.update(|state| state.done = true);
        // If dropping panicked, the job is ending and cannot report it any more.
        drop(dropped);
    }
}

/// How often a listener may panic before it gets no more events.
const MOST_PANICS: u32 = 3;

/// A listener, unless it has panicked too often.
struct Called {
    listener: Option<Box<dyn StreamingListener>>,
    panics: u32,
}

impl Called {
    fn new(listener: Box<dyn StreamingListener>) -> Self {
        Self { listener: Some(listener), panics: 0 }
    }

    fn call(&mut self, event: &Event, control: &Control) {
        let Some(listener) = &mut self.listener else { return };
        let called = catch_unwind(AssertUnwindSafe(|| event.send_to(listener.as_mut())));
        let Err(panic) = called else { return };
        self.panics += 1;
        let mut message = format!("a listener panicked: {}", panic_message(&*panic));
        if self.panics == MOST_PANICS {
            let listener = self.listener.take();
            // A listener that panics while it is dropped has been reported often enough.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(listener)));
            message.push_str("; it has panicked three times and gets no more events");
        }
        control.notify("listeners", NoticeKind::Trouble, &message);
    }
}
