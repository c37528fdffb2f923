//! The table that maps advertisements to campaigns.

use fastrand::Rng;
use hashbrown::HashMap;

/// The number of campaigns.
pub const CAMPAIGNS: u32 = 100;
/// The number of advertisements of each campaign.
pub const ADS_PER_CAMPAIGN: u32 = 10;
/// The number of advertisements.
pub const ADS: u32 = CAMPAIGNS * ADS_PER_CAMPAIGN;

/// The table of advertisements, by their ids as text and as number.
#[derive(Debug, Clone)]
pub struct Campaigns {
    by_text: HashMap<String, u32>,
    by_number: HashMap<u128, u32>,
}

impl Campaigns {
    /// All advertisements.
    pub fn new() -> Self {
        let ads = || (0..ADS).map(|ad| (ad_id(ad), campaign(ad)));
        Self {
            by_text: ads().map(|(id, campaign)| (uuid(id), campaign)).collect(),
            by_number: ads().collect(),
        }
    }

    /// The campaign of the advertisement with this UUID.
    pub fn of_text(&self, ad: &str) -> Option<u32> {
        self.by_text.get(ad).copied()
    }

    /// The campaign of the advertisement with this id.
    pub fn of_number(&self, ad: u128) -> Option<u32> {
        self.by_number.get(&ad).copied()
    }
}

impl Default for Campaigns {
    fn default() -> Self {
        Self::new()
    }
}

/// The campaign of the `ad`-th advertisement.
pub fn campaign(ad: u32) -> u32 {
    ad / ADS_PER_CAMPAIGN
}

/// The id of the `ad`-th advertisement. It looks random but is the same in every process.
pub fn ad_id(ad: u32) -> u128 {
    Rng::with_seed((u64::from(ad) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).u128(..)
}

/// An id as text.
pub fn uuid(id: u128) -> String {
    let (a, b, c, d) = (id >> 96, id >> 80 & 0xffff, id >> 64 & 0xffff, id >> 48 & 0xffff);
    format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{:012x}", id & 0xffff_ffff_ffff)
}
