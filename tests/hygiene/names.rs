//! User-defined names that also mean something to the language or to its compiler.

use streamdsl::prelude::*;

mod own_split {
    use streamdsl::prelude::*;

    /// Takes precedence over the function of the prelude.
    fn split(line: &str) -> impl Iterator<Item = &str> {
        line.split(',')
    }

    #[test]
    fn a_function_of_the_user_wins_over_the_prelude() -> Result<(), Error> {
        let words = Collected::new();
        streamdsl::testing::run(stream! {
            memory([["a b,c"]]) |> flat_map(split) |> collect(&words)
        })?;
        assert_eq!(words.records(), ["a b", "c"]);
        Ok(())
    }
}

mod functions {
    pub(super) fn split(line: &str) -> Vec<String> {
        line.split('-').map(str::to_uppercase).collect()
    }
}

#[test]
fn an_import_wins_over_the_prelude() -> Result<(), Error> {
    use functions::split;
    let words = Collected::new();
    streamdsl::testing::run(stream! {
        memory([["a-b"]]) |> flat_map(split) |> collect(&words)
    })?;
    assert_eq!(words.records(), ["A", "B"]);
    Ok(())
}

#[test]
fn a_variable_wins_over_the_prelude() -> Result<(), Error> {
    let split = |line: &str| line.chars().rev().collect::<Vec<_>>();
    let letters = Collected::new();
    streamdsl::testing::run(stream! {
        memory([["ab"]]) |> flat_map(split) |> collect(&letters)
    })?;
    assert_eq!(letters.records(), ['b', 'a']);
    Ok(())
}

#[test]
fn variables_are_named_like_operators() -> Result<(), Error> {
    let map = 1;
    let filter = 2;
    let count = 3;
    let memory = [[10, 20]];
    let collect = Collected::new();
    let (window, reduce, union, to, from) = (1, 2, 3, 4, 5);
    streamdsl::testing::run(stream! {
        memory(memory)
            |> map(|reduce_by_key| reduce_by_key + map + filter + count)
            |> map(|n| n + window + reduce + union + to + from)
            |> collect(&collect)
    })?;
    assert_eq!(collect.records(), [31, 41]);
    Ok(())
}

#[test]
fn streams_are_named_like_operators_and_variables() -> Result<(), Error> {
    let lines = 7;
    let results = Collected::new();
    streamdsl::testing::run(stream! {
        // Until a stream has the name, it is that of the variable.
        let lines = memory([[lines - 1]]) |> map(|n| n + lines - 6);
        let window = lines |> map(|map| map + 7);
        let x = window |> map(|n| n * 2);
        x |> union(lines, window) |> collect(&results);
    })?;
    assert_eq!(results.sorted_batches(), [[7, 14, 28]]);
    Ok(())
}

#[test]
fn variables_are_named_as_a_compiler_might() -> Result<(), Error> {
    #[derive(Clone, Copy)]
    struct Offset(i32);
    let (x, w, s0, f0, op0, op1) = (1, 2, 3, 4, 5, 6);
    let (batch, chunk, raw, program, body, worker) = (7, 8, 9, 10, 11, 12);
    let (__x, __w, __op1, __ops, __combine, __program) = (1, 2, 3, 4, 5, 6);
    let Offset(a) = Offset(1);
    let b = 2;
    let results = Collected::new();
    streamdsl::testing::run(stream! {
        memory([[100, 200]])
            |> map(|n| n + x + w + s0 + f0 + op0 + op1)
            |> map(|n| n + batch + chunk + raw + program + body + worker)
            |> map(|n| n + __x + __w + __op1 + __ops + __combine + __program)
            |> reduce(|c, d| c + d + a + b)
            |> collect(&results)
    })?;
    assert_eq!(results.records(), [300 + 2 * (21 + 57 + 21) + 3]);
    Ok(())
}

mod modules {
    //! Modules with the same names as the modules that generated code uses.
    pub(super) mod ops {
        pub(crate) const ONE: i32 = 1;
    }
    pub(super) mod combine {
        pub(crate) fn add(a: i32, b: i32) -> i32 {
            a * b
        }
    }
    pub(super) mod core {}
    pub(super) mod std {}
}

#[test]
fn modules_are_named_like_those_of_the_library() -> Result<(), Error> {
    use modules::{combine, ops};
    #[allow(unused_imports)]
    use modules::{core, std};
    let results = Collected::new();
    streamdsl::testing::run(stream! {
        memory([[2, 3]])
            |> map(|n| n + ops::ONE)
            |> reduce(combine::add)
            |> collect(&results)
    })?;
    assert_eq!(results.records(), [12]);
    Ok(())
}

#[test]
fn raw_names_are_names() -> Result<(), Error> {
    let (types, sums) = (Collected::new(), Collected::new());
    let r#in = 1;
    let job = stream! {
        let r#type = r#memory([[1, 2]]) |> r#map(|n| n + r#in);
        r#type |> r#collect(&types);
        let r#sums = r#type |> reduce(r#max);
        sums |> collect(r#into = &sums);
    };
    let plan = job.plan().to_string();
    streamdsl::testing::run(job)?;
    assert_eq!(types.records(), [2, 3]);
    assert_eq!(sums.records(), [3]);
    assert!(!plan.contains("r#t") && !plan.contains("r#map"), "{plan}");
    Ok(())
}
