//! The channels through which bids arrive.

use fastrand::Rng;

use super::write::letters;

const HOT: [&str; 4] = ["Google", "Facebook", "Baidu", "Apple"];
const OTHERS: u32 = 10_000;

/// The channels with their addresses. Every second bid comes through one of the four hot channels.
#[derive(Debug)]
pub(super) struct Channels {
    hot: Vec<(String, String)>,
    others: Vec<(String, String)>,
}

impl Channels {
    pub(super) fn new() -> Self {
        let mut random = Rng::with_seed(0);
        let hot = HOT.map(|name| (name.to_owned(), address(&mut random)));
        let others = (0..OTHERS).map(|number| {
            let mut url = address(&mut random);
            if random.u8(0..10) > 0 {
                let id = number.cast_signed().reverse_bits().unsigned_abs();
                url = format!("{url}&channel_id={id}");
            }
            (format!("channel-{number}"), url)
        });
        Self { hot: hot.into(), others: others.collect() }
    }

    /// The name and address of one channel.
    pub(super) fn draw(&self, random: &mut Rng) -> (&str, &str) {
        let channels = if random.bool() { &self.hot } else { &self.others };
        let (name, url) = &channels[random.usize(0..channels.len())];
        (name, url)
    }
}

fn address(random: &mut Rng) -> String {
    let mut url = "https://www.nexmark.com".to_owned();
    for _ in 0..3 {
        url.push('/');
        letters(5, '_', random, &mut url);
    }
    url + "/item.htm?query=1"
}
