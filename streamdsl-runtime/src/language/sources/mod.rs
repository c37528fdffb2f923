//! Sources: they start a chain.

pub(crate) mod file_sources;
pub(crate) mod made_sources;
pub(crate) mod received;
