//! Windows against a naive model: every relation of window, slide and batch, every way to write
//! them, on one, two and three workers.

mod aggregates;
mod exact;
mod misfits;
mod model;
mod nested;
mod records;
