//! Input for the benchmarks, the same in every run.

/// A text of about `bytes` bytes with ten words per line. The words follow Zipf's law over
/// `distinct` different words, and are the same in every run.
pub fn zipf_text(bytes: usize, distinct: usize) -> String {
    let mut random = Random(0x5eed);
    let words: Vec<String> = (0..distinct).map(|_| random.word()).collect();
    let zipf = Zipf::new(distinct);
    let mut text = String::with_capacity(bytes + 64);
    while text.len() < bytes {
        for _ in 0..9 {
            text.push_str(&words[zipf.rank(random.unit())]);
            text.push(' ');
        }
        text.push_str(&words[zipf.rank(random.unit())]);
        text.push('\n');
    }
    text
}

/// A small generator of random numbers (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Three to fourteen letters; short words are rarely alike.
    fn word(&mut self) -> String {
        let length = 3 + (self.next() % 6 + self.next() % 7) as usize;
        (0..length).map(|_| char::from(b'a' + (self.next() % 26) as u8)).collect()
    }
}

/// Ranks with probabilities proportional to 1, 1/2, 1/3, ..
struct Zipf {
    cumulative: Vec<f64>,
}

impl Zipf {
    fn new(distinct: usize) -> Self {
        let mut sum = 0.0;
        let cumulative = (1..=distinct)
            .map(|rank| {
                sum += 1.0 / rank as f64;
                sum
            })
            .collect();
        Self { cumulative }
    }

    fn rank(&self, unit: f64) -> usize {
        let total = self.cumulative.last().copied().unwrap_or(1.0);
        self.cumulative.partition_point(|sum| *sum < unit * total).min(self.cumulative.len() - 1)
    }
}

/// `count` keys of sixteen letters, one a line, drawn uniformly from `from` different ones.
pub fn distinct_keys(count: usize, from: usize) -> String {
    draw_keys(count, from, 0xd157)
}

/// The same, with another selection for each `draw`.
pub fn draw_keys(count: usize, from: usize, draw: u64) -> String {
    let mut random = Random(draw);
    let mut text = String::with_capacity(count * 17 + 64);
    for _ in 0..count {
        let mut key = Random(random.next() % from as u64);
        let (low, high) = (key.next(), key.next());
        let letter = |bits: u64, at: u32| char::from(b'a' + (bits >> (8 * at)) as u8 % 26);
        text.extend((0..8).map(|at| letter(low, at)));
        text.extend((0..8).map(|at| letter(high, at)));
        text.push('\n');
    }
    text
}

/// The size of an input: `full`, or a small part of it if each benchmark runs only once as a test
/// (`cargo bench -- --test`).
pub fn size(full: usize) -> usize {
    let short = std::env::args().any(|argument| argument == "--test");
    if short { full / 1000 } else { full }
}

/// `count` lines `customer,product,cents` of 10 000 customers and 1000 products.
pub fn orders(count: usize) -> String {
    let mut random = Random(0x0_4de5);
    let mut text = String::with_capacity(count * 24);
    for _ in 0..count {
        let (customer, product) = (random.next() % 10_000, random.next() % 1000);
        let line = format!("{customer},product-{product},{}\n", random.next() % 5000);
        text.push_str(&line);
    }
    text
}

/// Words that are too long to lie in a slot: `count` of them, of `distinct` different ones.
pub fn long_words(count: usize, distinct: usize) -> String {
    let mut random = Random(0x10_06);
    let word = |number: u64| format!("https://example.org/{number}/page\n");
    (0..count).map(|_| word(random.next() % distinct as u64)).collect()
}
