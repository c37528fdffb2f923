#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| streamdsl_tests::decoders::run("words", bytes));
