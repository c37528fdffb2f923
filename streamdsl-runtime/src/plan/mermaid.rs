//! A plan as a Mermaid diagram: the graph of operators; what became one stage shares a box.

use std::fmt::Write;

use super::{Plan, Role};

pub(super) fn of(plan: &Plan) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, operator) in plan.numbered() {
        let (open, close) = match operator.role {
            Role::Source => ("([", "])"),
            Role::Stage | Role::Output => ("[[", "]]"),
            _ => ("[", "]"),
        };
        let label = escape(&plan.call(number));
        let _ = writeln!(text, "    op{number}{open}\"{label}\"{close}");
    }
    for (number, stage) in plan.stages.iter().enumerate() {
        if stage.input != stage.output {
            let _ = writeln!(
                text,
                "    subgraph stage{number} [stage {number}]\n        op{}\n        op{}\n    end",
                stage.input, stage.output
            );
        }
    }
    for (number, operator) in plan.numbered() {
        for input in operator.inputs {
            let _ = writeln!(text, "    op{input} --> op{number}");
        }
    }
    text
}

/// Text inside the quotes of a Mermaid label, where some characters mean something: `<` and `>`
/// would be markup of a web page.
fn escape(label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '"' => escaped.push_str("#quot;"),
            '#' => escaped.push_str("#35;"),
            '&' => escaped.push_str("#amp;"),
            '<' => escaped.push_str("#lt;"),
            '>' => escaped.push_str("#gt;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
