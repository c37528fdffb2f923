//! Programs inside programs.

use streamdsl::prelude::*;

fn sum_of(numbers: Vec<i64>) -> i64 {
    let sums = Collected::new();
    let job = stream! { memory([numbers]) |> reduce(+) |> collect(&sums) };
    assert!(streamdsl::testing::run_on(1, job).is_ok());
    sums.records().into_iter().sum()
}

#[test]
fn a_closure_runs_a_program_of_its_own() -> Result<(), Error> {
    let offset = 1;
    let totals = Collected::new();
    streamdsl::testing::run(stream! {
        let numbers = memory([[1_i64, 2, 3]]);
        numbers
            |> map(|n| {
                let sums = Collected::new();
                let job = stream! {
                    let numbers = memory([vec![n, offset]]);
                    numbers |> map(|n| n * 10) |> reduce(+) |> collect(&sums);
                };
                assert!(streamdsl::testing::run_on(1, job).is_ok());
                sums.records()
            })
            |> flat_map(|sums| sums)
            |> collect(&totals);
        numbers |> map(|n| sum_of(vec![n, n])) |> reduce(+) |> pprint;
    })?;
    assert_eq!(totals.records(), [20, 30, 40]);
    Ok(())
}

#[test]
fn a_source_is_made_of_the_results_of_a_program() -> Result<(), Error> {
    let squares = Collected::new();
    streamdsl::testing::run(stream! {
        memory([{
            let inner = Collected::new();
            streamdsl::testing::run(stream! {
                memory([[1, 2]]) |> map(|n| n + 1) |> collect(&inner)
            })?;
            inner.records()
        }])
            |> map(|n| n * n)
            |> collect(&squares)
    })?;
    assert_eq!(squares.records(), [4, 9]);
    Ok(())
}

#[test]
fn a_program_is_an_expression_like_any_other() -> Result<(), Error> {
    let results = Collected::new();
    let jobs = [1, 2].map(|n| stream! { memory([[n]]) |> collect(&results) });
    for job in jobs {
        streamdsl::testing::run(job)?;
    }
    let job = if results.len() > 1 {
        stream! { memory([[3]]) |> collect(&results) }
    } else {
        stream! { memory([[4]]) |> collect(&results) }
    };
    streamdsl::testing::run(job)?;
    assert_eq!(results.records(), [1, 2, 3]);
    Ok(())
}
