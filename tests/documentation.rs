//! Checks that the documentation of the operators is complete.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use streamdsl_tests::examples::workspace;

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(workspace().join(path)).unwrap()
}

/// The names in the compiler's table of operators.
fn operators() -> Vec<String> {
    let table = read("streamdsl-macros/src/operators.rs");
    let table =
        table.split("const OPERATORS").nth(1).unwrap().split("pub(crate) fn").next().unwrap();
    let names = table.split("name: \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    names.map(str::to_owned).collect()
}

#[test]
fn every_operator_is_in_the_table_of_the_language() {
    let language = read("docs/language.md");
    let rows =
        language.split("| class | operators |").nth(1).unwrap().split("\n\n").next().unwrap();
    let operators = operators();
    assert!(operators.len() > 60);
    for operator in &operators {
        assert!(rows.contains(&format!("`{operator}`")), "{operator} is missing");
    }
    let listed = rows.split('`').skip(1).step_by(2).count();
    assert_eq!(listed, operators.len(), "something is listed that is no operator");
}

#[test]
fn every_operator_is_documented_with_an_example_and_its_name_in_spark() {
    let folder = workspace().join("streamdsl-runtime/src/ops");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources: Vec<String> =
        files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect();
    for operator in operators() {
        let opens =
            [format!("    pub fn {operator}"), format!("    {operator}, {operator}_other;")];
        let documented = sources.iter().any(|source| {
            let starts = opens.iter().flat_map(|open| source.match_indices(open.as_str()));
            starts.into_iter().any(|(start, open)| {
                let rest = &source[start + open.len()..];
                let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
                let before = source[..start].lines().rev();
                let comment: String = before
                    .map(str::trim)
                    .skip_while(|line| line.starts_with("#["))
                    .take_while(|line| line.starts_with("///"))
                    .collect();
                is_whole && comment.contains("Spark") && comment.contains("```")
            })
        });
        assert!(documented, "the documentation of `{operator}` lacks an example or Spark's name");
    }
}

#[test]
fn every_operator_of_spark_is_on_its_page() {
    let spark = read("docs/spark.md");
    // These operators do not come from Spark.
    let own = ["failures", "from", "memory", "text_file", "object_file"];
    for operator in operators() {
        let is_named = spark.contains(&format!("`{operator}")) || own.contains(&operator.as_str());
        assert!(is_named, "{operator} is missing");
    }
}
