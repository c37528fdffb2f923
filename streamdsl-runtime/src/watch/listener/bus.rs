//! The way of events to the listeners.

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

/// How many events wait for the listeners at most.
const CAPACITY: usize = 10_000;

/// For how long the end of a job waits until the listeners have been told everything.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Takes events from the threads of a job, and hands them to its listeners on a thread of its own.
pub(crate) struct Bus {
    /// Whether there is any listener; if not, nothing is kept.
    active: bool,
    clock: Arc<dyn Clock>,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    /// Events that came while the queue was full.
    lost: u64,
    /// Whether there is a thread that tells the listeners.
    running: bool,
    closed: bool,
    /// Whether the listeners have been told everything.
    done: bool,
}

impl Bus {
    pub(crate) fn new(active: bool, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Bus { active, clock, state: Monitor::new(State::default()) })
    }

    /// Whether there is any listener.
    pub(crate) fn is_active(&self) -> bool {
        self.active
    }

    /// The time for an event that is to be posted; nothing if nobody listens.
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

    /// Starts the thread that tells `listeners`.
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
            bus.tell(&control, listeners);
        };
        let spawned = std::thread::Builder::new().name("listeners".into()).spawn(thread);
        spawned.map_err(|error| Error::thread("the thread of the listeners", error))?;
        self.state.with(|state| state.running = true);
        Ok(())
    }

    /// Tells listeners that a source receives, unless they know.
    pub(crate) fn receiver_started(&self, source: &SourceStats) {
        if self.is_active()
            && let Some(info) = source.set_active(true)
        {
            self.post(Event::ReceiverStarted(info));
        }
    }

    /// Tells listeners that a source has a problem.
    pub(crate) fn receiver_failed(&self, source: &SourceStats, reason: &str) {
        if let Some(now) = self.now() {
            self.post(Event::ReceiverError(source.set_trouble(reason, now)));
        }
    }

    /// Tells listeners that a source does not receive any more, unless they know.
    pub(crate) fn receiver_stopped(&self, source: &SourceStats, reason: Option<&str>) {
        let Some(now) = self.now() else { return };
        let Some(mut info) = source.set_active(false) else { return };
        if let Some(reason) = reason {
            info = source.set_trouble(reason, now);
        }
        self.post(Event::ReceiverStopped(info));
    }

    /// Ends the thread once everything has been told, and waits for that, but not for ever.
    pub(crate) fn close(&self, control: &Control) {
        let is_running = self.state.update(|state| {
            state.closed = true;
            state.running
        });
        if !is_running {
            return;
        }
        let deadline = Instant::now() + LAST_WORDS;
        let told = self.state.wait_deadline(Some(deadline), |state| state.done.then_some(()));
        if told.is_none() {
            let message = format!("a listener has not come back for {LAST_WORDS:?}; not waiting");
            control.notify("listeners", NoticeKind::Information, &message);
        }
    }

    fn tell(&self, control: &Control, mut listeners: Vec<Box<dyn StreamingListener>>) {
        let mut panics = 0_u64;
        loop {
            let (events, lost, closed) = self.state.wait(|state| {
                let ready = state.closed || !state.events.is_empty();
                ready.then(|| {
                    let events = std::mem::take(&mut state.events);
                    (events, std::mem::take(&mut state.lost), state.closed)
                })
            });
            if lost > 0 {
                let message = format!("too slow: {lost} events were dropped");
                control.notify("listeners", NoticeKind::Information, &message);
            }
            for event in &events {
                for listener in &mut listeners {
                    let told = catch_unwind(AssertUnwindSafe(|| event.tell(listener.as_mut())));
                    let Err(panic) = told else { continue };
                    panics += 1;
                    // Said less and less often, so that it does not drown everything else.
                    if panics.is_power_of_two() {
                        let message = format!("a listener panicked: {}", panic_message(&*panic));
                        control.notify("listeners", NoticeKind::Information, &message);
                    }
                }
            }
            if closed && events.is_empty() {
                break;
            }
        }
        // A listener may hold what the program waits for, a channel's end for example.
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(listeners)));
        self.state.update(|state| state.done = true);
        // There is nobody left who could be told.
        drop(dropped);
    }
}
