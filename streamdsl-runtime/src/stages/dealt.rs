//! Records that each worker has dealt out to the others.

use std::sync::{Arc, Mutex, PoisonError};

use crate::base::error::Result;
use crate::data::record::Column;
use crate::job::worker::Worker;

/// Hands each worker its part, and brings together what all have for this one.
///
/// # Errors
/// If the job is being stopped.
pub(crate) fn deal_out<C: Column>(worker: &mut Worker, parts: Vec<C>) -> Result<C> {
    let parts: Vec<Mutex<C>> = parts.into_iter().map(Mutex::new).collect();
    let index = worker.index();
    let mut here = C::default();
    for from in worker.all_gather(Arc::new(parts))? {
        let mut part = from[index].lock().unwrap_or_else(PoisonError::into_inner);
        here.append(&mut part);
    }
    Ok(here)
}
