//! Mistakes in durations, and windows that do not fit.

use super::reports;

#[test]
fn a_duration_needs_a_unit() {
    reports(
        "memory(b) |> window(30) |> pprint",
        &[
            "[30] `window` expects a duration such as `30s`, found the number `30`; add a unit: `30s`",
        ],
    );
    reports(
        "memory(b) |> window(1.5) |> pprint",
        &[
            "[1.5] `window` expects a duration such as `30s`, found the number `1.5`; add a unit: `1.5s`",
        ],
    );
    reports(
        "memory(b) |> window(30u64) |> pprint",
        &[
            "[30u64] `window` expects a duration such as `30s`, found the number `30u64`; add a unit: `30s`",
        ],
    );
    reports(
        r#"memory(b) |> window("30s") |> pprint"#,
        &[
            r#"["30s"] `window` expects a duration such as `30s`, found the string `"30s"`; remove the quotes: `30s`"#,
        ],
    );
}

#[test]
fn only_a_duration_is_a_duration() {
    reports(
        r#"memory(b) |> window("soon") |> pprint"#,
        &[
            r#"["soon"] `window` expects a duration such as `30s`, found the string `"soon"`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(|x| x) |> pprint",
        &[
            r#"[|x| x] `window` expects a duration such as `30s`, found a closure; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(true) |> pprint",
        &[
            r#"[true] `window` expects a duration such as `30s`, found `true`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(+) |> pprint",
        &[
            r#"[+] `window` expects a duration such as `30s`, found the operator `+`; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
}

#[test]
fn units_are_known() {
    reports(
        "memory(b) |> window(30sec) |> pprint",
        &["[30sec] unknown duration unit `sec`; write `30s`"],
    );
    reports(
        "memory(b) |> window(30x) |> pprint",
        &[
            "[30x] unknown duration unit `x`; the units are us, ms, s, min, h and d, as in `30s` or `1h30m`",
        ],
    );
    reports(
        "memory(b) |> window(30s1m) |> pprint",
        &[
            "[30s1m] the units of `30s1m` are out of order; write the longest first, each once, as in `1h30m`",
        ],
    );
    reports(
        "memory(b) |> map(64kb) |> pprint",
        &[
            "[64kb] unknown duration unit `kb`; the units are us, ms, s, min, h and d, as in `30s` or `1h30m`",
        ],
    );
}

#[test]
fn durations_are_positive() {
    reports(
        "memory(b) |> window(0s) |> pprint",
        &[
            r#"[0s] a duration must be positive, found zero; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
    reports(
        "memory(b) |> window(-30s) |> pprint",
        &["[-30s] a duration must be positive, found `-30s`; remove the `-`"],
    );
    reports(
        "memory(b) |> window(-30) |> pprint",
        &[
            "[-30] `window` expects a duration such as `30s`, found the number `-30`; remove the `-` and add a unit: `30s`",
        ],
    );
    reports(
        "memory(b) |> window(30s, 0ms) |> pprint",
        &[
            r#"[0ms] a duration must be positive, found zero; write `window(window, [slide], [slot = "name"])`, for example `|> window(30s, 10s)`"#,
        ],
    );
}

#[test]
fn a_literal_stands_alone() {
    reports(
        "memory(b) |> window(30s * 2) |> pprint",
        &[
            "[30s * 2] a duration literal cannot be part of an expression; to calculate, use an expression of type `Duration`, such as `Duration::from_secs(30) * 2`",
        ],
    );
    reports(
        "memory(b) |> window(2 * (n + 30s)) |> pprint",
        &[
            "[2 * (n + 30s)] a duration literal cannot be part of an expression; to calculate, use an expression of type `Duration`, such as `Duration::from_secs(30) * 2`",
        ],
    );
}

#[test]
fn windows_and_slides_are_multiples_of_the_batch_interval() {
    reports(
        "batch_interval = 2s; memory(b) |> window(7s, 3s) |> pprint",
        &[
            "[7s] the window `7s` is not a whole multiple of the batch interval, `2s`; write `6s` or `8s`",
            "[3s] the slide `3s` is not a whole multiple of the batch interval, `2s`; write `2s` or `4s`",
        ],
    );
    reports(
        "batch_interval = 2s; memory(b) |> window(1s) |> pprint",
        &[
            "[1s] the window `1s` is not a whole multiple of the batch interval, `2s`; the shortest is `2s`",
        ],
    );
    reports(
        "batch_interval = 2s; memory(b) |> map(f) |> count_by_window(6s, 9s) |> pprint",
        &[
            "[9s] the slide `9s` is not a whole multiple of the batch interval, `2s`; write `8s` or `10s`",
        ],
    );
    reports(
        "batch_interval = 2s; memory(b) |> reduce_by_key_and_window(+, 6500ms, 2s) |> pprint",
        &[
            "[6500ms] the window `6500ms` is not a whole multiple of the batch interval, `2s`; write `6s` or `8s`",
        ],
    );
    reports(
        "batch_interval = 2s; memory(b) |> window(10s, slide()) |> window(5s) |> pprint",
        &[
            "[5s] the window `5s` is not a whole multiple of the batch interval, `2s`; write `4s` or `6s`",
        ],
    );
}

#[test]
fn windows_over_a_window_are_multiples_of_its_slide() {
    reports(
        "memory(b) |> window(30s, 10s) |> window(25s, 15s) |> pprint",
        &[
            "[25s] the window `25s` is not a whole multiple of the slide of its input, `10s`; write `20s` or `30s`",
            "[15s] the slide `15s` is not a whole multiple of the slide of its input, `10s`; write `10s` or `20s`",
        ],
    );
    reports(
        "batch_interval = 1s; let a = memory(b) |> window(30s, 10s) |> map(f); a |> window(35s) |> pprint",
        &[
            "[35s] the window `35s` is not a whole multiple of the slide of its input, `10s`; write `30s` or `40s`",
        ],
    );
}

#[test]
fn windows_that_fit_are_accepted() {
    reports(
        "batch_interval = 1s; memory(b) |> window(30s, 10s) |> window(60s, 20s) |> window(20s, 100s) |> pprint",
        &[],
    );
    reports("memory(b) |> window(7s, 3s) |> pprint", &[]);
    reports("batch_interval = interval; memory(b) |> window(7s, 3s) |> pprint", &[]);
    reports("batch_interval = 2s; memory(b) |> window(window, slide) |> pprint", &[]);
}

#[test]
fn streams_that_meet_are_emitted_at_the_same_times() {
    reports(
        "batch_interval = 1s; let a = memory(b) |> window(30s, 10s); memory(c) |> union(a) |> pprint",
        &[
            "[a] `union` needs streams that are emitted at the same times: this one is emitted every `1s`, `a` every `10s`; give both the same slide, for example with `|> window(window, slide)`",
        ],
    );
    reports(
        "let a = memory(b) |> window(30s, 10s); memory(c) |> window(30s, 15s) |> join(a) |> pprint",
        &[
            "[a] `join` needs streams that are emitted at the same times: this one is emitted every `15s`, `a` every `10s`; give both the same slide, for example with `|> window(window, slide)`",
        ],
    );
    reports(
        "let a = memory(b) |> window(30s, 10s); memory(c) |> window(60s, 10s) |> join(a) |> pprint",
        &[],
    );
    reports("let a = memory(b) |> window(30s, 10s); memory(c) |> union(a) |> pprint", &[]);
}
