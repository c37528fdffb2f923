"""What the scripts share: measuring, checking, a row of the table."""

import resource
import statistics
import time

TURNS = 5


def children_and_self():
    """Processor time of this process and of those it has waited for, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(count, processor_time=children_and_self):
    """Runs `count` several times; gives its last result and the medians of the times."""
    walls, processors = [], []
    for _ in range(TURNS):
        start, before = time.perf_counter(), processor_time()
        result = count()
        walls.append(time.perf_counter() - start)
        processors.append(processor_time() - before)
    return result, statistics.median(walls), statistics.median(processors)


def reference(path):
    """The counts by plain Python."""
    counts = {}
    with open(path, encoding="ascii") as text:
        for line in text:
            for word in line.split():
                counts[word] = counts.get(word, 0) + 1
    return counts


def print_row(name, workers, counts, expected, wall, processor):
    """Prints a row of the table, if the counts are right."""
    if dict(counts) != expected:
        raise SystemExit(f"{name} counts wrongly")
    words = sum(expected.values())
    print(f"| {name} | {workers} | {wall / words * 1e9:.1f} | {processor / words * 1e9:.1f} |")
