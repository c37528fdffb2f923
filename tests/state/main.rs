//! State that outlives a job: snapshots, taken and read back by any number of workers.

mod names;
mod parts;
mod stops;
mod whole;
