//! Checks that the documentation of the operators is complete.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use streamdsl_tests::examples::workspace;

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(workspace().join(path)).unwrap()
}

/// The classes of operators. Each has a file of rows in the compiler and a folder in the runtime.
const CLASSES: [&str; 8] =
    ["sources", "records", "batches", "keyed", "several", "windows", "state", "outputs"];

/// The class and the name of every operator, as the rows of the compiler say.
fn rows() -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    for class in CLASSES {
        let table = read(format!("streamdsl-macros/src/compiler/operators/{class}.rs"));
        let names = table.split(" name: \"").skip(1).map(|rest| rest.split('"').next().unwrap());
        rows.extend(names.map(|name| (class, name.to_owned())));
    }
    rows
}

fn operators() -> Vec<String> {
    rows().into_iter().map(|(_, name)| name).collect()
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
fn every_operator_is_documented_in_its_own_file_with_an_example_and_its_name_in_spark() {
    for (class, operator) in rows() {
        let source = read(format!("streamdsl-runtime/src/language/{class}/{operator}.rs"));
        let open = format!("    pub fn {operator}");
        let documented = source.match_indices(open.as_str()).any(|(start, open)| {
            let rest = &source[start + open.len()..];
            let is_whole = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            let before = source[..start].lines().rev();
            let comment: String = before
                .map(str::trim)
                .skip_while(|line| line.starts_with("#["))
                .take_while(|line| line.starts_with("///"))
                .collect();
            is_whole && comment.contains("Spark") && comment.contains("```")
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
