//! Makes events, each from its number alone.

use std::fmt::Write;

use fastrand::Rng;

use crate::campaigns::{ADS, ad_id, uuid};
use crate::event::{AD_TYPES, Binary, EVENT_TYPES};

/// How much event time is in a batch, in milliseconds.
pub const BATCH_MS: u64 = 1000;

const USERS: u64 = 100;

/// The order of advertisements and kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Random, as in the original.
    Random,
    /// In turn, as in some later versions. This is easier for branch predictors and caches.
    RoundRobin,
}

/// The content of an event, before it is written in one of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    /// The number of the advertisement, from 0.
    pub ad: u32,
    /// The index in [`EVENT_TYPES`].
    pub event_type: u32,
    /// The index in [`AD_TYPES`].
    pub ad_type: u32,
    /// The number of the user, from 0.
    pub user: u64,
    /// The number of the page, from 0.
    pub page: u64,
    /// The time in milliseconds.
    pub time: u64,
}

/// Makes events at a fixed rate of event time.
#[derive(Debug)]
pub struct Generator {
    rate: u64,
    order: Order,
    ads: Vec<String>,
    users: Vec<String>,
}

impl Generator {
    /// A generator of `rate` events per second of event time; at least one.
    pub fn new(rate: u64, order: Order) -> Self {
        // The ids of users and pages differ from those of advertisements.
        let users = (0..USERS as u32).map(|user| uuid(ad_id(ADS + user)));
        Self {
            rate: rate.max(1),
            order,
            ads: (0..ADS).map(|ad| uuid(ad_id(ad))).collect(),
            users: users.collect(),
        }
    }

    /// The content of event `number`.
    pub fn draft(&self, number: u64) -> Draft {
        let mut random = Rng::with_seed(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let time = number * 1000 / self.rate;
        match self.order {
            Order::Random => Draft {
                ad: random.u32(0..ADS),
                event_type: random.u32(0..EVENT_TYPES.len() as u32),
                ad_type: random.u32(0..AD_TYPES.len() as u32),
                user: random.u64(0..USERS),
                page: random.u64(0..USERS),
                time,
            },
            Order::RoundRobin => Draft {
                ad: (number % u64::from(ADS)) as u32,
                event_type: (number % EVENT_TYPES.len() as u64) as u32,
                ad_type: (number % AD_TYPES.len() as u64) as u32,
                user: 0,
                page: 0,
                time,
            },
        }
    }

    /// The contents of the events of the `index`-th batch.
    pub fn drafts(&self, index: u64) -> impl Iterator<Item = Draft> {
        let first = |batch: u64| (batch * BATCH_MS * self.rate).div_ceil(1000);
        (first(index)..first(index + 1)).map(|number| self.draft(number))
    }

    /// The batch as lines of JSON.
    pub fn json(&self, index: u64) -> String {
        let mut out = String::new();
        for draft in self.drafts(index) {
            let (user, page) = (&self.users[draft.user as usize], &self.users[draft.page as usize]);
            let (ad, time) = (&self.ads[draft.ad as usize], draft.time);
            let (kind, event) =
                (AD_TYPES[draft.ad_type as usize], EVENT_TYPES[draft.event_type as usize]);
            // Writing to a `String` cannot fail.
            let _ = writeln!(
                out,
                "{{\"user_id\":\"{user}\",\"page_id\":\"{page}\",\"ad_id\":\"{ad}\",\
                 \"ad_type\":\"{kind}\",\"event_type\":\"{event}\",\"event_time\":\"{time}\",\
                 \"ip_address\":\"1.2.3.4\"}}"
            );
        }
        out
    }

    /// The batch as binary records.
    pub fn binary<const REST: usize>(&self, index: u64) -> Vec<Binary<REST>> {
        let ids: Vec<u128> = (0..ADS).map(ad_id).collect();
        let record = |draft: Draft| Binary {
            ad_id: ids[draft.ad as usize],
            event_time: draft.time,
            event_type: draft.event_type,
            ad_type: draft.ad_type,
            rest: std::array::from_fn(|word| if word == 0 { draft.user } else { draft.page }),
        };
        self.drafts(index).map(record).collect()
    }
}
