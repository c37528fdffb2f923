//! Exchanges records that are already divided into one part per worker.

use std::mem::take;
use std::sync::{Arc, Mutex};

use crate::base::error::Result;
use crate::base::sync::lock;
use crate::job::worker::Worker;

/// Sends each worker its part, and returns the parts that all workers have for this one, in the
/// order of the workers.
///
/// # Errors
/// If the job is being stopped.
pub(crate) fn deal_out<T>(worker: &mut Worker, parts: Vec<T>) -> Result<Vec<T>>
where
    T: Default + Send + 'static,
{
    let parts: Vec<Mutex<T>> = parts.into_iter().map(Mutex::new).collect();
    let index = worker.index();
    let received = worker.all_gather(Arc::new(parts))?;
    Ok(received.iter().map(|from| take(&mut *lock(&from[index]))).collect())
}
