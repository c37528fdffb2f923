//! The memory for received records, and its limit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::control::WaitingPlace;
use crate::base::sync::{Monitor, Wake};

/// How many bytes after the text of a page may be read. They are initialised, but their content is
/// not specified. Vector loads may run past the end of the text.
pub(crate) const PADDING: usize = 64;

/// If the workers return no page for this long, receivers do not wait for them any longer.
const BUSY: Duration = Duration::from_millis(2);

/// A bounded store of page buffers, shared by all receivers of a job. It also counts the memory of
/// items.
///
/// A receiver that needs a page while the limit is reached waits until a worker has processed one.
/// It does not read from its socket during that time, so its sender is slowed down. This is the
/// basic back-pressure. The pool hands out the buffer that was returned last, because that one is
/// most likely in the CPU cache.
///
/// Long before the limit is reached, so many pages are in use that a page is no longer in the cache
/// when a worker gets to it. A receiver that is far ahead of the workers therefore waits for them
/// earlier, as long as they return pages. If they do something else, it does not wait.
pub(crate) struct Pool {
    page_size: usize,
    limit: usize,
    /// A receiver is far ahead of the workers if at least so many bytes are in use.
    ahead: usize,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    free: Vec<Vec<u8>>,
    /// Bytes of pages and items that are in use.
    in_use: usize,
    /// When a page was last returned.
    returned: Option<Instant>,
}

impl Pool {
    /// A pool of pages for `page_size` bytes of text each. All pages and items together may hold
    /// `limit` bytes. Receivers are far ahead of the workers if `ahead` pages are in use.
    pub(crate) fn new(page_size: usize, limit: usize, ahead: usize) -> Arc<Self> {
        let ahead = ahead.saturating_mul(page_size + PADDING);
        Arc::new(Pool { page_size, limit, ahead, state: Monitor::new(State::default()) })
    }

    pub(crate) fn page_size(&self) -> usize {
        self.page_size
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    pub(crate) fn in_use(&self) -> usize {
        self.state.with(|state| state.in_use)
    }

    /// Returns the buffer of a page as soon as the limit allows it, or `None` as soon as `gives_up`
    /// returns true.
    pub(super) fn acquire_unless(&self, gives_up: impl Fn() -> bool) -> Option<Vec<u8>> {
        let bytes = self.buffer_size();
        self.let_workers_catch_up(&gives_up);
        let recycled = self.state.wait(|state| {
            if gives_up() {
                return Some(None);
            }
            (state.in_use + bytes <= self.limit).then(|| Some(state.grant(bytes)))
        })?;
        Some(self.buffer(recycled))
    }

    /// Waits until `is_over` returns true. Whoever makes it true must wake the pool.
    pub(super) fn wait_until(&self, is_over: impl Fn() -> bool) {
        self.state.wait(|_| is_over().then_some(()));
    }

    /// If the receivers are far ahead of workers that return pages, waits until they are only half
    /// as far ahead.
    fn let_workers_catch_up(&self, gives_up: impl Fn() -> bool) {
        let ahead = |state: &mut State| state.busy_from().filter(|_| state.in_use >= self.ahead);
        let mut busy_from = self.state.with(ahead);
        while let Some(deadline) = busy_from.filter(|time| *time > Instant::now()) {
            let caught_up = self.state.wait_deadline(Some(deadline), |state| {
                (gives_up() || state.in_use <= self.ahead / 2).then_some(())
            });
            if caught_up.is_some() {
                return;
            }
            busy_from = self.state.with(|state| state.busy_from());
        }
    }

    /// Returns the buffer of a page at once, even beyond the limit.
    pub(super) fn acquire_over_limit(&self) -> Vec<u8> {
        let bytes = self.buffer_size();
        let recycled = self.state.with(|state| state.grant(bytes));
        self.buffer(recycled)
    }

    /// Leases `bytes` bytes for items as soon as the limit is not reached; returns `None` as soon as
    /// `gives_up` returns true. The last lease may exceed the limit, because a list of items cannot
    /// be divided here.
    pub(super) fn lease_unless(
        self: &Arc<Self>,
        bytes: usize,
        gives_up: impl Fn() -> bool,
    ) -> Option<Lease> {
        self.state.wait(|state| {
            if gives_up() {
                return Some(None);
            }
            (state.in_use < self.limit).then(|| {
                state.charge(bytes, self.limit);
                Some(Lease { pool: Arc::clone(self), bytes })
            })
        })
    }

    /// Leases `bytes` bytes at once, even beyond the limit.
    pub(super) fn lease_over_limit(self: &Arc<Self>, bytes: usize) -> Lease {
        self.state.with(|state| state.charge(bytes, self.limit));
        Lease { pool: Arc::clone(self), bytes }
    }

    /// Takes back a page of `charged` bytes, with its buffer if it can be used again.
    pub(super) fn give_back(&self, buffer: Option<Vec<u8>>, charged: usize) {
        self.state.update_for(|state| {
            state.in_use -= charged;
            state.free.extend(buffer);
            state.returned = Some(Instant::now());
            // Far from the limit, the only threads that can wait are receivers that let the workers
            // catch up.
            let was_far = state.in_use + charged + self.buffer_size() < self.limit;
            let is_early = was_far && state.in_use > self.ahead / 2;
            ((), if is_early { Wake::Nobody } else { Wake::All })
        });
    }

    fn buffer_size(&self) -> usize {
        self.page_size + PADDING
    }

    fn buffer(&self, recycled: Option<Vec<u8>>) -> Vec<u8> {
        // New memory comes zeroed from the system. In a recycled buffer, only the part that sealing
        // cut off is zeroed.
        let mut buffer = recycled.unwrap_or_else(|| vec![0; self.buffer_size()]);
        buffer.resize(self.buffer_size(), 0);
        buffer
    }
}

impl State {
    /// When the receivers stop waiting for the workers, if no page is returned before.
    fn busy_from(&self) -> Option<Instant> {
        self.returned.map(|returned| returned + BUSY)
    }

    fn grant(&mut self, bytes: usize) -> Option<Vec<u8>> {
        self.in_use += bytes;
        self.free.pop()
    }

    /// Counts `bytes` that are not in a free buffer. Frees buffers if they would exceed the limit
    /// together.
    fn charge(&mut self, bytes: usize, limit: usize) {
        self.in_use += bytes;
        let mut idle: usize = self.free.iter().map(Vec::capacity).sum();
        while self.in_use + idle > limit {
            let Some(buffer) = self.free.pop() else { break };
            idle -= buffer.capacity();
        }
    }
}

/// Bytes that the pool counts as in use until this value is dropped.
pub(crate) struct Lease {
    pool: Arc<Pool>,
    bytes: usize,
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.pool.state.update(|state| state.in_use -= self.bytes);
    }
}

impl WaitingPlace for Pool {
    fn wake(&self) {
        self.state.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::base::sync::StopFlag;
    use crate::receive::page::Page;

    #[test]
    fn a_page_at_the_limit_is_waited_for() {
        let pool = Pool::new(4096, 2 * (4096 + PADDING), 8);
        let stop = Arc::new(StopFlag::default());
        let first = Page::acquire_unless(&pool, || stop.is_stopping()).unwrap();
        let _second = Page::acquire_unless(&pool, || stop.is_stopping()).unwrap();
        let (pool2, stop2) = (Arc::clone(&pool), Arc::clone(&stop));
        let waiter = std::thread::spawn(move || {
            Page::acquire_unless(&pool2, || stop2.is_stopping()).is_some()
        });
        std::thread::sleep(Duration::from_millis(10));
        assert!(!waiter.is_finished());
        drop(first);
        assert!(waiter.join().unwrap());
        assert_eq!(pool.in_use(), 4096 + PADDING);
    }

    #[test]
    fn stopping_ends_the_wait() {
        let pool = Pool::new(4096, 4096 + PADDING, 8);
        let stop = Arc::new(StopFlag::default());
        let _page = Page::acquire_unless(&pool, || stop.is_stopping()).unwrap();
        let (pool2, stop2) = (Arc::clone(&pool), Arc::clone(&stop));
        let waiter = std::thread::spawn(move || {
            Page::acquire_unless(&pool2, || stop2.is_stopping()).is_none()
        });
        stop.drain();
        pool.wake();
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn a_receiver_far_ahead_waits_for_workers_that_return_pages() {
        let pool = Pool::new(4096, 1 << 20, 4);
        let acquire = || Page::acquire_unless(&pool, || false).unwrap();
        // A receiver does not wait for workers that have returned nothing yet, however many pages
        // are in use.
        let mut pages: Vec<Page> = (0..6).map(|_| acquire()).collect();
        pages.pop();
        let returned = Instant::now();
        pages.push(acquire());
        assert!(returned.elapsed() >= BUSY / 2, "{:?}", returned.elapsed());
        // A receiver that waits continues at the latest when half of the pages are returned.
        let waiter = {
            let pool = Arc::clone(&pool);
            std::thread::spawn(move || Page::acquire_unless(&pool, || false).is_some())
        };
        pages.truncate(2);
        assert!(waiter.join().unwrap());
        assert_eq!(pool.in_use(), 2 * (4096 + PADDING));
    }

    #[test]
    fn idle_buffers_make_room_for_items() {
        let pool = Pool::new(4096, 4 * (4096 + PADDING), 8);
        let stop = StopFlag::default();
        let pages: Vec<_> =
            (0..4).map(|_| Page::acquire_unless(&pool, || stop.is_stopping()).unwrap()).collect();
        drop(pages);
        let lease = pool.lease_unless(3 * (4096 + PADDING), || stop.is_stopping()).unwrap();
        assert_eq!(pool.state.with(|state| state.free.len()), 1);
        drop(lease);
        assert_eq!(pool.in_use(), 0);
    }
}
