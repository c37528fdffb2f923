//! Transformations beyond the core: second streams, partitions, order, combiners, joins, windows and
//! state, on one, two and three workers.

mod combining;
mod derived;
mod errors;
mod joins;
mod ordering;
mod partitions;
mod records;
mod restored;
mod state_model;
mod states;
mod windowed;
