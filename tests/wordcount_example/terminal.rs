//! The status line on a terminal.

use std::process::Command;

use streamdsl_tests::peers::{has_python, peer_script};

use super::blocks;
use super::process::example;

/// A small terminal with the functions that the example uses.
#[derive(Default)]
struct Screen {
    rows: Vec<String>,
    column: usize,
    /// Lines that started with the status and were complete when they were replaced.
    drawn: Vec<String>,
    wraps: bool,
}

impl Screen {
    /// What a terminal of `columns` columns shows of `written`, with as many rows as needed.
    fn showing(written: &str, columns: usize) -> Self {
        let mut screen = Self { rows: vec![String::new()], wraps: true, ..Self::default() };
        let mut rest = written.chars();
        while let Some(next) = rest.next() {
            match next {
                '\r' => screen.column = 0,
                '\n' => screen.rows.push(String::new()),
                '\x1b' => screen.control(&control_sequence(&mut rest)),
                shown => screen.put(shown, columns),
            }
        }
        screen
    }

    fn control(&mut self, code: &str) {
        let column = self.column;
        match code {
            "[K" => {
                let kept = self.row().chars().take(column).collect();
                let before = std::mem::replace(self.row(), kept);
                self.drawn.push(before);
            }
            "[?7l" => self.wraps = false,
            "[?7h" => self.wraps = true,
            other => panic!("the terminal was told {other:?}"),
        }
    }

    fn put(&mut self, shown: char, columns: usize) {
        assert!(self.column < columns || self.wraps, "a line is too long: {}", self.row());
        if self.column == columns {
            self.rows.push(String::new());
            self.column = 0;
        }
        let column = self.column;
        let mut row: Vec<char> = self.row().chars().collect();
        row.resize(row.len().max(column + 1), ' ');
        row[column] = shown;
        *self.row() = row.into_iter().collect();
        self.column += 1;
    }

    fn row(&mut self) -> &mut String {
        self.rows.last_mut().unwrap()
    }
}

/// The rest of a control sequence: up to its letter.
fn control_sequence(rest: &mut impl Iterator<Item = char>) -> String {
    let mut code = String::new();
    while !code.ends_with(|last: char| last.is_ascii_alphabetic()) {
        code.push(rest.next().unwrap());
    }
    code
}

/// Runs the example on a terminal of 80 columns and presses Ctrl-C.
fn on_terminal(seconds: &str, arguments: &str) -> String {
    let mut command = Command::new("python3");
    command.arg(peer_script("terminal.py")).args(["80", seconds]).arg(example());
    let output = command.args(arguments.split(' ')).output().unwrap();
    let written = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{written}");
    written
}

#[test]
fn the_status_line_lives_below_the_output_and_leaves_nothing_behind() {
    if !has_python("terminal::the_status_line_lives_below_the_output_and_leaves_nothing_behind") {
        return;
    }
    let written = on_terminal("4", "--batch 200ms --window 1s --slide 800ms");
    let screen = Screen::showing(&written, 80);
    let status: Vec<_> = screen.drawn.iter().filter(|line| line.starts_with("batch ")).collect();
    assert!(status.iter().any(|line| line.contains("first window in")), "{status:?}");
    assert!(status.iter().any(|line| line.contains("lines/s | processing")), "{status:?}");

    let (notices, rest): (Vec<_>, Vec<_>) =
        screen.rows.iter().partition(|row| row.starts_with("wordcount: "));
    assert!(notices.iter().all(|notice| notice.ends_with(": connected")), "{notices:?}");
    // The screen shows exactly the printed text, and an empty row for the shell.
    let rows: Vec<&str> = rest.iter().map(|row| row.as_str()).collect();
    let printed = rows.join("\n");
    assert!(blocks(&printed).len() >= 2, "{printed}");
}

#[test]
fn the_status_line_shows_that_there_is_no_server() {
    if !has_python("terminal::the_status_line_shows_that_there_is_no_server") {
        return;
    }
    let port = streamdsl_tests::peers::Server::start().port();
    let written = on_terminal("2", &format!("localhost {port} --batch 200ms --slide 20s"));
    let screen = Screen::showing(&written, 80);
    let status: Vec<_> = screen.drawn.iter().filter(|line| line.starts_with("batch ")).collect();
    assert!(status.iter().any(|line| line.contains("no connection")), "{status:?}");
    assert!(screen.rows.iter().any(|row| row.contains("cannot connect")), "{:?}", screen.rows);
    assert!(!screen.rows.iter().any(|row| row.contains("batch")), "{:?}", screen.rows);
}

/// The seconds to the next window that a terminal has shown before the first block, and before
/// Ctrl-C.
fn countdown(written: &str) -> Vec<u64> {
    let before = written.split("^C").next().unwrap().split(super::RULE).next().unwrap();
    let shown = before.split("window in ").skip(1);
    shown.map(|rest| rest.split('s').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_status_line_appears_within_a_second() {
    if !has_python("terminal::the_status_line_appears_within_a_second") {
        return;
    }
    let written = on_terminal("1", "--slide 10s");
    assert_eq!(countdown(&written).first(), Some(&10), "{written}");
}

#[test]
fn the_status_line_counts_down_to_the_first_block() {
    if !has_python("terminal::the_status_line_counts_down_to_the_first_block") {
        return;
    }
    let written = on_terminal("14", "--slide 10s");
    assert!(written.contains(super::RULE), "{written}");
    let mut seconds = countdown(&written);
    assert!(seconds.is_sorted_by(|before, after| before >= after), "{seconds:?}");
    seconds.dedup();
    assert!(seconds.first() == Some(&10) && seconds.len() >= 6, "{seconds:?}");
}
