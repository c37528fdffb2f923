//! Exchanges records that are already divided into one part per worker.

use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::Result;
use crate::data::record::Column;
use crate::job::worker::Worker;

/// Sends each worker its part, and returns all records that the workers have for this one.
///
/// # Errors
/// If the job is being stopped.
pub(crate) fn deal_out<C: Column>(worker: &mut Worker, parts: Vec<C>) -> Result<C> {
    let parts: Vec<Mutex<C>> = parts.into_iter().map(Mutex::new).collect();
    let index = worker.index();
    let mut received = C::default();
    for from in worker.all_gather(Arc::new(parts))? {
        let mut part = from[index].lock().unwrap_or_else(PoisonError::into_inner);
        received.append(&mut part);
    }
    Ok(received)
}
