//! The query, for both forms.

use streamdsl::chunk::{ItemsChunk, TextChunk};
use streamdsl::prelude::*;

use crate::campaigns::Campaigns;
use crate::event::{Binary, Event};

/// The views of each campaign, for each window of ten seconds that has ended.
pub type Views = Collected<(u32, u64)>;

/// Views of each campaign, from lines of JSON.
pub fn json(events: impl Source<Chunk = TextChunk>, views: &Views) -> Pipeline {
    let campaigns = Campaigns::new();
    stream! {
        batch_interval = 1s;
        from(events)
            |> flat_map(Event::parse)
            |> filter(|event| event.event_type == "view")
            |> map(|event| event.ad_id)
            |> flat_map(|ad| campaigns.of_text(ad))
            |> map(|campaign| (campaign, 1_u64))
            |> reduce_by_key(+)
            |> window(10s, 10s)
            |> collect(views)
    }
}

/// Views of each campaign, from binary records.
pub fn binary<const REST: usize>(
    events: impl Source<Chunk = ItemsChunk<Binary<REST>>>,
    views: &Views,
) -> Pipeline {
    let campaigns = Campaigns::new();
    stream! {
        batch_interval = 1s;
        from(events)
            |> filter(|event| event.event_type == 0)
            |> map(|event| event.ad_id)
            |> flat_map(|ad| campaigns.of_number(ad))
            |> map(|campaign| (campaign, 1_u64))
            |> reduce_by_key(+)
            |> window(10s, 10s)
            |> collect(views)
    }
}
