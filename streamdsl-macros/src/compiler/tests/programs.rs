//! The programs whose emitted code is kept as snapshots.

/// Name and text. Together they use every operator, and every form that a window can take.
pub(super) const PROGRAMS: &[(&str, &str)] = &[
    // One record at a time.
    (
        "word_count",
        r#"socket("localhost", 9999) |> flat_map(split) |> reduce_by_key(+) |> window(30s, 10s) |> pprint"#,
    ),
    (
        "stateless",
        r"
        memory(batches)
            |> map(|line| line.len())
            |> filter(longer(3))
            |> flat_map(|n| 0..n)
            |> cache
            |> persist
            |> sample(0.1, seed = 7)
            |> foreach(print)
    ",
    ),
    (
        "pairs",
        r"
        from(pairs)
            |> map_values(|n| n * 2)
            |> flat_map_values(halves)
            |> swap
            |> swap
            |> keys
            |> map(|key| (key, 1))
            |> values
            |> collect(&results)
    ",
    ),
    (
        "captures",
        r"
        let long = from(lines) |> filter(|line| line.len() > least) |> map(shorten) |> map(limit(most));
        long |> reduce(|a, b| pick(a, b, &order)) |> pprint(n);
    ",
    ),
    (
        "failures",
        r"
        let numbers = stdin() |> try_map(|text| text.parse::<i64>());
        numbers |> reduce(+) |> pprint;
        numbers |> failures |> count |> pprint;
        let parts = stdin() |> try_flat_map(parse_line);
        parts |> foreach(|part| drop(part));
        parts |> failures |> pprint;
    ",
    ),
    (
        "tee",
        r"
        batch_interval = 2s;
        let words = from(lines) |> flat_map(split);
        words |> count_by_value |> pprint;
        words |> count |> pprint(3);
        words |> filter(|word| word.len() > 3) |> collect(&long);
    ",
    ),
    // Sources and what they are given.
    (
        "sockets",
        r#"
        let lines = socket(host, port);
        let bytes = socket_bytes("localhost", 9001) |> map(decode);
        let readings = socket_with("localhost", 9002, readings);
        lines |> union(bytes, readings) |> map(|line| line) |> pprint;
    "#,
    ),
    (
        "files",
        r#"
        text_file_stream("incoming") |> pprint;
        file_stream("logs", |path| path.starts_with("logs/a"), new_files_only = false) |> pprint;
        binary_records_stream("readings", 16) |> count |> pprint;
        text_file("access.log", 500) |> flat_map(split) |> count |> pprint;
        object_file::<(String, u64)>("out/counts-1000") |> pprint;
    "#,
    ),
    (
        "made_sources",
        r#"
        let numbers = generator(1000, |n| n * n, limit = 5000);
        let replayed = replay("access.log", 500, shuffle = 42) |> map(parse::<u64>);
        numbers |> union(replayed) |> reduce(max) |> pprint;
        queue(&batches, one_at_a_time = false) |> pprint;
        union_all(shards) |> count |> pprint;
        my::feed(3, 1m).fast() |> foreach_batch(|batch| { write(batch)?; Ok(()) });
        let lines = text_file("access.log").lines_per_batch(100);
        lines |> r#map(parse) |> foreach(|line| todo!());
    "#,
    ),
    // A whole batch at a time.
    (
        "whole_batch",
        r"
        let lines = from(source);
        let seen = lines |> transform(|batch| batch.iter().rev().collect::<Vec<_>>());
        lines |> transform_with(seen, |batch, seen| batch.iter().take(seen.len())) |> pprint;
        lines |> map_partitions(|records| [records.len()]) |> pprint;
        lines |> map_partitions_with_index(|index, records| [(index, records.len())]) |> pprint;
        lines |> glom |> foreach_batch(|batch, time| show(time, batch.len()));
    ",
    ),
    (
        "dealt_out",
        r"
        from(source) |> repartition(4) |> map(slow) |> partition_by |> distinct |> foreach(show);
    ",
    ),
    (
        "ordered",
        r"
        let counts = from(words) |> count_by_value;
        counts |> top(10, |(_, count)| *count) |> pprint;
        counts |> take_ordered(limit) |> pprint;
        counts |> sort_by(|(word, _)| word.len(), descending = true) |> pprint;
    ",
    ),
    // By key.
    (
        "keyed",
        r"
        let pairs = from(pairs);
        pairs |> reduce_by_key(max) |> pprint;
        pairs |> reduce_by_key(|a, b| a.min(b)) |> pprint;
        pairs |> group_by_key |> pprint;
        pairs |> combine_by_key(|v| vec![v], |mut all, v| { all.push(v); all }, join) |> pprint;
        pairs |> aggregate_by_key(0, |sum, v| sum + v, +) |> pprint;
    ",
    ),
    (
        "joins",
        r"
        let users = from(users);
        let visits = from(visits);
        visits |> join(users) |> pprint;
        visits |> left_outer_join(users) |> pprint;
        visits |> right_outer_join(users) |> pprint;
        visits |> full_outer_join(users) |> pprint;
        visits |> cogroup(users) |> map_values(count_both) |> pprint;
    ",
    ),
    (
        "join_with_itself",
        r"
        let pairs = from(pairs) |> map(|pair| pair);
        pairs |> join(pairs) |> union(pairs) |> pprint;
    ",
    ),
    // Windows: over records, over tables, moved into aggregates, and with one of their own.
    ("window_of_records", r"from(lines) |> window(3s) |> map(|line| line.len()) |> pprint"),
    (
        "window_of_a_table_used_twice",
        r"
        let counts = from(words) |> count_by_value;
        counts |> pprint;
        counts |> window(1min, 10s) |> pprint;
    ",
    ),
    (
        "window_of_a_window",
        r"
        from(words) |> reduce_by_key(+) |> window(10s) |> window(1min, 10s) |> pprint
    ",
    ),
    (
        "window_before_reduce_by_key",
        r#"
        from(lines)
            |> window(length, slide, slot = "recent")
            |> filter(|line| !line.is_empty())
            |> flat_map(split)
            |> reduce_by_key(|a, b| a + b)
            |> pprint
    "#,
    ),
    (
        "window_before_several_aggregates",
        r"
        let recent = from(numbers) |> window(30s, 10s);
        recent |> count |> pprint;
        recent |> reduce(+) |> pprint;
        recent |> map(|n| n % 10) |> count_by_value |> pprint;
    ",
    ),
    (
        "window_that_stays",
        r"
        let recent = from(numbers) |> window(3s, 1s);
        recent |> count |> pprint;
        recent |> pprint;
    ",
    ),
    (
        "reduce_by_key_and_window",
        r#"
        let counts = from(pairs)
            |> reduce_by_key_and_window(+, 30s, 10s, |a, b| a - b, filter = |(_, n)| *n > 0, slot = "counts");
        counts |> pprint;
        from(pairs) |> reduce_by_key_and_window(largest, 30s) |> pprint;
    "#,
    ),
    (
        "aggregates_over_windows",
        r"
        let numbers = from(numbers);
        numbers |> reduce_by_window(max, 30s, 10s) |> pprint;
        numbers |> reduce_by_window(add, 30s, 10s, inverse = sub) |> pprint;
        numbers |> count_by_window(30s, 10s) |> pprint;
        numbers |> count_by_value_and_window(30s, 10s) |> pprint;
        numbers |> map(|n| (n % 2, n)) |> group_by_key_and_window(30s, 10s) |> pprint;
    ",
    ),
    (
        "join_of_windows",
        r#"
        let ages = from(ages) |> window(10s, 5s);
        from(visits) |> window(20s, 5s) |> join(ages) |> save_as_text_files("out/names", "txt");
    "#,
    ),
    // State.
    (
        "update_state_by_key",
        r#"
        let totals = from(pairs)
            |> update_state_by_key(|new, total| Some(total.unwrap_or(0) + new.len()), initial = known);
        totals |> pprint;
        from(pairs) |> update_state_by_key(update, slot = "by name") |> pprint;
        from(pairs) |> update_state_by_key(updater(3)) |> pprint;
    "#,
    ),
    (
        "map_with_state",
        r"
        let visits = from(visits)
            |> map_with_state(|key, value, state| (key, state.exists()), timeout = 30min);
        visits |> pprint;
        visits |> state_snapshots |> count |> pprint;
    ",
    ),
    (
        "state_that_nothing_reads",
        r"
        let sessions = from(visits) |> map_with_state(session);
        sessions |> state_snapshots |> pprint;
    ",
    ),
    // Outputs.
    (
        "outputs",
        r#"
        let counts = from(words) |> count_by_value;
        counts |> save_as_text_files("out/counts", "txt", empty = true);
        counts |> save_as_object_files(prefix());
        counts |> save_as_hadoop_files("out/counts", "seq", format = Text);
        counts |> to(my_sink);
        counts |> foreach_batch(|batch| println!("{}", batch.len()));
    "#,
    ),
    (
        "turbofish",
        r"
        from(numbers)
            |> map::<Option<u32>>(parse)
            |> window::<u32>(3s)
            |> foreach_batch(report::<u32>);
    ",
    ),
    (
        "names",
        r"
        let r#type = from(source) |> map(f) |> map(g);
        let ünï = r#type |> map(f);
        ünï |> count |> count |> pprint;
        from(source) |> count |> pprint;
    ",
    ),
];
