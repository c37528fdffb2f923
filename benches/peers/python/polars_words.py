"""Counts the words of a text with Polars: polars_words.py FILE WORKERS.

The lines are a column in memory before the time starts. The number of threads is set by
POLARS_MAX_THREADS.
"""

import sys

import polars as pl

from measure import measure, print_row, reference


def main(path, workers):
    expected = reference(path)
    with open(path, encoding="ascii") as text:
        lines = pl.LazyFrame({"line": text.read().splitlines()})
    words = lines.select(pl.col("line").str.split(" ").explode().alias("word"))
    counts = words.group_by("word").len()
    for engine in ("in-memory", "streaming"):
        frame, wall, processor = measure(lambda: counts.collect(engine=engine))
        print_row(f"Polars, {engine}", workers, frame.iter_rows(), expected, wall, processor)


main(sys.argv[1], int(sys.argv[2]))
