//! Transformations beyond the core: second streams, partitions, order, combiners, joins, windows and
//! state, on one, two and three workers.

mod partitions;
mod restored;
mod state_model;
mod states;
