//! The second input of each operator that brings two streams together.

use crate::data::key::KeyFamily;
use crate::data::record::Column;
use crate::job::worker::Worker;
use crate::stages::gathered::Gathered;
use crate::stages::grouped::Groups;

macro_rules! grouped {
    ($($operator:ident)*) => {$(
        #[doc = concat!("Of `", stringify!($operator), "`.")]
        pub fn $operator<F: KeyFamily, C: Column>(worker: &Worker) -> Groups<F, C> {
            Groups::new(worker)
        }
    )*};
}

grouped!(join left_outer_join right_outer_join full_outer_join cogroup);

/// Of `transform_with`.
pub fn transform_with<C: Column>(_worker: &Worker) -> Gathered<C> {
    Gathered::default()
}
