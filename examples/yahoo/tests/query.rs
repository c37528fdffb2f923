//! Compares the result of the query with the generated events.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use streamdsl::pipeline::Pipeline;
use streamdsl::source::{memory, text};
use streamdsl_nexmark::source::by_event_time;
use streamdsl_yahoo::campaigns::{ADS, Campaigns, ad_id, campaign, uuid};
use streamdsl_yahoo::event::{AD_TYPES, EVENT_TYPES, Event};
use streamdsl_yahoo::generator::{Generator, Order};
use streamdsl_yahoo::query::{self, Views};
use streamdsl_yahoo::reference;

/// Two full windows, and one that is not full when the input ends.
const SECONDS: u64 = 23;

fn check(program: impl Fn(&Generator, &Views) -> Pipeline) {
    for order in [Order::Random, Order::RoundRobin] {
        let generator = Generator::new(700, order);
        let expected = reference::views(&generator, SECONDS);
        assert!(expected.len() > 150, "{} counts", expected.len());
        for workers in [1, 2] {
            let views = Views::new();
            streamdsl::testing::run_on(workers, program(&generator, &views)).unwrap();
            let mut counted = BTreeMap::new();
            for (end, counts) in views.take() {
                for (campaign, count) in counts {
                    let before = counted.insert((end.as_millis(), campaign), count);
                    assert_eq!(before, None, "campaign {campaign} twice in a window");
                }
            }
            assert_eq!(counted, expected, "{order:?}, {workers} workers");
        }
    }
}

#[test]
fn counts_of_json_are_those_generated() {
    check(|generator, views| {
        let texts: Vec<_> = (0..SECONDS).map(|second| text(generator.json(second))).collect();
        query::json(by_event_time(texts), views)
    });
}

#[test]
fn counts_of_records_of_64_bytes_are_those_generated() {
    check(|generator, views| {
        let records: Vec<_> = (0..SECONDS).map(|second| generator.binary::<4>(second)).collect();
        query::binary(memory(records), views)
    });
}

#[test]
fn counts_of_records_of_128_bytes_are_those_generated() {
    check(|generator, views| {
        let records: Vec<_> = (0..SECONDS).map(|second| generator.binary::<12>(second)).collect();
        query::binary(memory(records), views)
    });
}

#[test]
fn json_says_what_was_drafted() {
    let generator = Generator::new(500, Order::Random);
    let json = generator.json(1);
    assert_eq!(json.lines().count(), 500);
    for (line, draft) in json.lines().zip(generator.drafts(1)) {
        let event = Event::parse(line).unwrap();
        assert_eq!(event.ad_id, uuid(ad_id(draft.ad)));
        assert_eq!(event.event_type, EVENT_TYPES[draft.event_type as usize]);
        assert_eq!(event.ad_type, AD_TYPES[draft.ad_type as usize]);
        assert_eq!(event.event_time, draft.time.to_string());
        assert!((1000..2000).contains(&draft.time));
    }
    assert_eq!(Event::parse("{\"ad_id\":\"x\"}"), None);
}

#[test]
fn every_advertisement_has_its_campaign_in_both_forms() {
    let campaigns = Campaigns::new();
    for ad in 0..ADS {
        assert_eq!(campaigns.of_number(ad_id(ad)), Some(campaign(ad)));
        assert_eq!(campaigns.of_text(&uuid(ad_id(ad))), Some(campaign(ad)));
    }
    assert_eq!(campaigns.of_number(ad_id(ADS)), None);
    assert_eq!(
        uuid(0x1234_5678_9abc_def0_1122_3344_5566_7788),
        "12345678-9abc-def0-1122-334455667788"
    );
}
