//! The memory that received records may occupy.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::control::WaitingPlace;
use crate::base::sync::{Monitor, Wake};
use crate::receive::page::{PADDING, Page};

/// Workers that have returned no page for so long are busy with something else.
const BUSY: Duration = Duration::from_millis(2);

/// A bounded store of page buffers, shared by all receivers of a job.
///
/// A receiver that needs a page while the limit is reached waits until a worker has processed one.
/// Its socket is not read meanwhile, so its sender is slowed down: that is the back-pressure.
/// Buffers are reused, the last one returned first, because it is the one most likely in the cache.
///
/// Long before the limit, pages would be out of the cache when their turn comes. So a receiver that
/// is well ahead of workers that are returning pages lets them catch up first. It would only have
/// waited later; and while the workers do something else it goes on.
pub(crate) struct Pool {
    page_size: usize,
    limit: usize,
    /// So many bytes ahead of the workers is well ahead.
    ahead: usize,
    state: Monitor<State>,
}

#[derive(Default)]
struct State {
    free: Vec<Vec<u8>>,
    /// Bytes of pages and items that are handed out.
    in_use: usize,
    /// When a page came back last.
    returned: Option<Instant>,
}

impl Pool {
    /// A pool of pages for `page_size` bytes of text each, which hold `limit` bytes in all.
    /// Receivers are well ahead of the workers with `ahead` pages.
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

    /// A page, as soon as the limit allows, unless `given_up` says that it is not wanted any more.
    pub(crate) fn acquire_unless(self: &Arc<Self>, given_up: impl Fn() -> bool) -> Option<Page> {
        let bytes = self.buffer_size();
        self.let_workers_catch_up(&given_up);
        let recycled = self.state.wait(|state| {
            if given_up() {
                return Some(None);
            }
            (state.in_use + bytes <= self.limit).then(|| Some(state.grant(bytes)))
        })?;
        Some(self.page(recycled))
    }

    /// Waits, if this receiver is well ahead of workers that return pages, until it is only half as
    /// far ahead.
    fn let_workers_catch_up(&self, given_up: impl Fn() -> bool) {
        let ahead = |state: &mut State| state.busy_from().filter(|_| state.in_use >= self.ahead);
        let mut busy_from = self.state.with(ahead);
        while let Some(deadline) = busy_from.filter(|time| *time > Instant::now()) {
            let caught_up = self.state.wait_deadline(Some(deadline), |state| {
                (given_up() || state.in_use <= self.ahead / 2).then_some(())
            });
            if caught_up.is_some() {
                return;
            }
            busy_from = self.state.with(|state| state.busy_from());
        }
    }

    /// A page at once, even beyond the limit, for data that must not be lost.
    pub(crate) fn acquire_over_limit(self: &Arc<Self>) -> Page {
        let bytes = self.buffer_size();
        let recycled = self.state.with(|state| state.grant(bytes));
        self.page(recycled)
    }

    /// Room for `bytes` bytes of items, as soon as the limit is not reached, unless `given_up` says
    /// that it is not wanted any more. The last one admitted may exceed the limit: items cannot be
    /// cut in half.
    pub(crate) fn lease_unless(
        self: &Arc<Self>,
        bytes: usize,
        given_up: impl Fn() -> bool,
    ) -> Option<Lease> {
        self.state.wait(|state| {
            if given_up() {
                return Some(None);
            }
            (state.in_use < self.limit).then(|| {
                state.charge(bytes, self.limit);
                Some(Lease { pool: Arc::clone(self), bytes })
            })
        })
    }

    /// Room for `bytes` bytes at once, even beyond the limit.
    pub(crate) fn lease_over_limit(self: &Arc<Self>, bytes: usize) -> Lease {
        self.state.with(|state| state.charge(bytes, self.limit));
        Lease { pool: Arc::clone(self), bytes }
    }

    /// Takes a page back, with its buffer if that is worth keeping.
    pub(super) fn give_back(&self, buffer: Option<Vec<u8>>, charged: usize) {
        self.state.update_for(|state| {
            state.in_use -= charged;
            state.free.extend(buffer);
            state.returned = Some(Instant::now());
            // Far from the limit, only those can be waiting who let the workers catch up.
            let was_far = state.in_use + charged + self.buffer_size() < self.limit;
            let is_early = was_far && state.in_use > self.ahead / 2;
            ((), if is_early { Wake::Nobody } else { Wake::All })
        });
    }

    fn buffer_size(&self) -> usize {
        self.page_size + PADDING
    }

    fn page(self: &Arc<Self>, recycled: Option<Vec<u8>>) -> Page {
        // Zeroed memory fresh from the system; of a recycled buffer only the unused end is zeroed.
        let mut buffer = recycled.unwrap_or_else(|| vec![0; self.buffer_size()]);
        buffer.resize(self.buffer_size(), 0);
        Page::new(buffer, Arc::clone(self))
    }
}

impl State {
    /// From when on the workers are busy with something else, if no page comes back until then.
    fn busy_from(&self) -> Option<Instant> {
        self.returned.map(|returned| returned + BUSY)
    }

    fn grant(&mut self, bytes: usize) -> Option<Vec<u8>> {
        self.in_use += bytes;
        self.free.pop()
    }

    /// Counts bytes that do not come from the free buffers, which therefore have to make room.
    fn charge(&mut self, bytes: usize, limit: usize) {
        self.in_use += bytes;
        let mut idle: usize = self.free.iter().map(Vec::capacity).sum();
        while self.in_use + idle > limit {
            let Some(buffer) = self.free.pop() else { break };
            idle -= buffer.capacity();
        }
    }
}

/// Bytes charged to the pool until this is dropped.
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

    #[test]
    fn a_page_at_the_limit_is_waited_for() {
        let pool = Pool::new(4096, 2 * (4096 + PADDING), 8);
        let stop = Arc::new(StopFlag::default());
        let first = pool.acquire_unless(|| stop.is_stopping()).unwrap();
        let _second = pool.acquire_unless(|| stop.is_stopping()).unwrap();
        let (pool2, stop2) = (Arc::clone(&pool), Arc::clone(&stop));
        let waiter =
            std::thread::spawn(move || pool2.acquire_unless(|| stop2.is_stopping()).is_some());
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
        let _page = pool.acquire_unless(|| stop.is_stopping()).unwrap();
        let (pool2, stop2) = (Arc::clone(&pool), Arc::clone(&stop));
        let waiter =
            std::thread::spawn(move || pool2.acquire_unless(|| stop2.is_stopping()).is_none());
        stop.drain();
        pool.wake();
        assert!(waiter.join().unwrap());
    }

    #[test]
    fn a_receiver_well_ahead_waits_for_workers_that_return_pages() {
        let pool = Pool::new(4096, 1 << 20, 4);
        let acquire = || pool.acquire_unless(|| false).unwrap();
        // Workers that have returned nothing yet are not waited for, however many pages are in use.
        let mut pages: Vec<Page> = (0..6).map(|_| acquire()).collect();
        pages.pop();
        let returned = Instant::now();
        pages.push(acquire());
        assert!(returned.elapsed() >= BUSY / 2, "{:?}", returned.elapsed());
        // One that waits goes on when half of the pages are back, at the latest.
        let waiter = {
            let pool = Arc::clone(&pool);
            std::thread::spawn(move || pool.acquire_unless(|| false).is_some())
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
            (0..4).map(|_| pool.acquire_unless(|| stop.is_stopping()).unwrap()).collect();
        drop(pages);
        let lease = pool.lease_unless(3 * (4096 + PADDING), || stop.is_stopping()).unwrap();
        assert_eq!(pool.state.with(|state| state.free.len()), 1);
        drop(lease);
        assert_eq!(pool.in_use(), 0);
    }
}
