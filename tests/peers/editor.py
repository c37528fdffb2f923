"""What an editor shows inside of `stream!`, asked of rust-analyzer as editors ask it.

    editor.py RUST_ANALYZER WORKSPACE DIRECTORY

Writes an application crate into DIRECTORY that depends on the library in WORKSPACE, opens its
program in a language server, asks the questions below, and prints each with its answer. Exits with
1 if an answer is not what a user of the language needs. Standard library only.
"""

import json
import pathlib
import queue
import subprocess
import sys
import threading
import time

PROGRAM = """\
use streamdsl::prelude::*;

/// Splits a line at its commas.
fn fields(line: &str) -> Vec<&str> {
    line.split(',').collect()
}

fn main() -> streamdsl::Result<()> {
    let stop = vec!["the"];
    let job = stream! {
        batch_interval = 1s;
        let words = socket("localhost", 9999)
            |> flat_map(fields)
            |> filter(|word| word.len() > 3 && !stop.contains(word));
        words |> reduce_by_key(+) |> window(30s, 10s) |> pprint;
    };
    StreamingContext::builder().build()?.run(job)
}
"""

MANIFEST = """\
[package]
name = "editor-application"
version = "0.1.0"
edition = "2024"

[dependencies]
streamdsl = {{ path = {} }}
"""


class Server:
    """A language server that talks over pipes."""

    def __init__(self, command, directory):
        self.process = subprocess.Popen(
            [command], cwd=directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(directory / "rust-analyzer.log", "wb"))
        self.messages = queue.Queue()
        self.last = 0
        self.quiescent = threading.Event()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self.receive(json.loads(stream.read(length)))

    def receive(self, message):
        if message.get("method") == "experimental/serverStatus":
            if message["params"]["quiescent"]:
                self.quiescent.set()
            else:
                self.quiescent.clear()
        elif "method" in message and "id" in message:
            # The server asks for configuration or wants to register something: answer with the
            # defaults.
            items = message.get("params", {}).get("items", [])
            self.send({"id": message["id"], "result": [None] * len(items) if items else None})
        elif "id" in message:
            self.messages.put(message)

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params, seconds=120):
        self.last += 1
        self.send({"id": self.last, "method": method, "params": params})
        while True:
            message = self.messages.get(timeout=seconds)
            if message["id"] == self.last:
                error = message.get("error")
                if error and error["code"] in (-32801, -32802):
                    # The contents changed while the server worked: ask again.
                    time.sleep(0.2)
                    return self.ask(method, params, seconds)
                return error if error else message["result"]


class Editor:
    """A program that is open in an editor."""

    def __init__(self, command, workspace, directory):
        self.main = directory / "src" / "main.rs"
        self.main.parent.mkdir(parents=True)
        (directory / "Cargo.toml").write_text(MANIFEST.format(json.dumps(str(workspace))))
        lock = (workspace / "Cargo.lock").read_text()
        (directory / "Cargo.lock").write_text(lock)
        self.main.write_text(PROGRAM)
        self.version = 0
        self.server = Server(command, directory)
        self.server.ask("initialize", {
            "processId": None,
            "rootUri": directory.as_uri(),
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "textDocument": {
                    "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                    "hover": {"contentFormat": ["markdown"]},
                },
            },
            "initializationOptions": {
                "checkOnSave": False,
                "cachePriming": {"enable": False},
                "cargo": {"extraArgs": ["--offline"]},
            },
        })
        self.server.notify("initialized", {})
        self.server.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.main.as_uri(), "languageId": "rust", "version": 0, "text": PROGRAM}})

    def wait(self, seconds):
        """Waits until the server has loaded everything, macros among it."""
        if not self.server.quiescent.wait(seconds):
            raise TimeoutError("rust-analyzer was not ready in time")

    def place(self, text, marker):
        """Shows `text` and returns the place of the `$0` that stands in `marker`."""
        before, after = marker.split("$0")
        start = text.index(before + after) + len(before)
        line = text.count("\n", 0, start)
        column = start - (text.rfind("\n", 0, start) + 1)
        self.version += 1
        self.server.notify("textDocument/didChange", {
            "textDocument": {"uri": self.main.as_uri(), "version": self.version},
            "contentChanges": [{"text": text}]})
        return {"textDocument": {"uri": self.main.as_uri()},
                "position": {"line": line, "character": column}}

    def completions(self, text, marker):
        answer = self.server.ask("textDocument/completion", self.place(text, marker))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return [item["label"].split("(")[0] for item in items]

    def hover(self, text, marker):
        answer = self.server.ask("textDocument/hover", self.place(text, marker))
        return answer["contents"]["value"] if answer else ""

    def definition(self, text, marker):
        answer = self.server.ask("textDocument/definition", self.place(text, marker))
        places = answer if isinstance(answer, list) else [answer] if answer else []
        return [(place.get("uri") or place["targetUri"],
                 (place.get("range") or place["targetSelectionRange"])["start"]["line"] + 1)
                for place in places]


def main(command, workspace, directory):
    editor = Editor(command, pathlib.Path(workspace), pathlib.Path(directory))
    failed = []

    def check(question, answer, good):
        shown = answer if isinstance(answer, str) else ", ".join(map(str, answer))
        print(f"{'ok  ' if good else 'FAIL'}  {question}\n      {shown[:200]!r}", flush=True)
        if not good:
            failed.append(question)

    editor.wait(600)
    edit = PROGRAM.replace

    def completed(question, text, marker, wanted, unwanted=()):
        names = editor.completions(text, marker)
        shown = [name for name in names if name in wanted] + names[:8]
        good = all(name in names for name in wanted) and not any(n in names for n in unwanted)
        check(question, shown, good)

    completed("completion after `|> fl`",
              edit("|> flat_map(fields)", "|> fl"), "|> fl$0", ["flat_map", "flat_map_values"])
    completed("completion of a half-written operator between others",
              edit("|> reduce_by_key(+) |>", "|> redu |>"), "|> redu$0", ["reduce_by_key", "reduce"])
    completed("completion at an empty `|> ` in the middle of a chain",
              edit("|> flat_map(fields)", "|> "), "9999)\n            |> $0",
              ["flat_map", "reduce_by_key", "pprint"])
    completed("completion at an empty `|> ` at the end of a program",
              edit("|> pprint;\n    };", "|> \n    };"), "window(30s, 10s) |> $0",
              ["pprint", "foreach_batch"])
    completed("completion of a source", edit("socket(\"localhost\", 9999)", "sock"), "= sock$0",
              ["socket", "socket_bytes"])
    completed("completion of methods in a closure",
              edit("word.len() > 3", "word.") , "word.$0 &&", ["len", "starts_with"])
    completed("completion of methods in a closure of a whole program",
              edit("word.len() > 3", "word.le > 3"), "word.le$0", ["len"])
    completed("completion of a function as an argument",
              edit("flat_map(fields)", "flat_map(fie)"), "flat_map(fie$0", ["fields"])
    completed("completion of a captured variable",
              edit("!stop.contains(word)", "sto"), "&& sto$0", ["stop"])

    unfinished = edit("|> filter(|word| word.len() > 3 && !stop.contains(word));",
                      "|> filter(|word| word.)").replace(
        "        words |> reduce_by_key(+) |> window(30s, 10s) |> pprint;\n", "").replace(
        "let words = ", "")
    completed("completion of methods in a closure before the chain has a sink",
              unfinished, "word.$0)", ["len", "starts_with"])
    unfinished = unfinished.replace("word.)", "word.len() > 3)")
    hover = editor.hover(unfinished, "filter(|wo$0rd|")
    check("hover in a closure before the chain has a sink", hover, "str" in hover)
    hover = editor.hover(unfinished, "flat_$0map(fields)")
    check("hover on an operator before the chain has a sink", hover, "flat_map(f)" in hover)

    hover = editor.hover(PROGRAM, "reduce_$0by_key")
    check("hover on an operator", hover, "Combines the values of each key" in hover)
    hover = editor.hover(PROGRAM, "win$0dow(30s")
    check("hover on a window over a table", hover, "window" in hover and "fn window" in hover)
    hover = editor.hover(PROGRAM, "sock$0et(")
    check("hover on a source", hover, "TCP server" in hover)
    hover = editor.hover(PROGRAM, "ppr$0int;")
    check("hover on a sink", hover, "Prints the first records" in hover)
    hover = editor.hover(PROGRAM, "filter(|wo$0rd|")
    check("hover on the parameter of a closure", hover, "&&str" in hover or "& &str" in hover)
    hover = editor.hover(PROGRAM, "flat_map(fie$0lds)")
    check("hover on a function as an argument", hover, "Splits a line at its commas" in hover)

    places = editor.definition(PROGRAM, "flat_map(fie$0lds)")
    check("definition of a function of the user", places,
          places == [(editor.main.as_uri(), 4)])
    places = editor.definition(PROGRAM, "flat_$0map(fields)")
    check("definition of an operator", places,
          any(uri.endswith("records/flat_map.rs") for uri, _ in places))
    places = editor.definition(PROGRAM, "reduce_$0by_key")
    check("definition of an operator on batches", places,
          any(uri.endswith("keyed/reduce_by_key.rs") for uri, _ in places))
    split = edit("flat_map(fields)", "flat_map(split)")
    places = editor.definition(split, "flat_map(spl$0it)")
    check("definition of a function of the prelude", places,
          any(uri.endswith("functions.rs") for uri, _ in places))
    places = editor.definition(PROGRAM, "!st$0op.contains")
    check("definition of a captured variable", places, places == [(editor.main.as_uri(), 9)])

    editor.server.process.kill()
    if failed:
        sys.exit(f"{len(failed)} of the answers are wrong")


if __name__ == "__main__":
    main(*sys.argv[1:])
