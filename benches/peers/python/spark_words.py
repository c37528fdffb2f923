"""Counts the words of a text with Spark: spark_words.py FILE WORKERS.

The lines are cached in memory before the time starts, and the first turns warm the virtual
machine up. DataFrames, whose loops Spark compiles, are what is fastest in it.
"""

import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from measure import measure, print_row, reference

# With one for each worker, the virtual machine never leaves the loop that it should compile well,
# and Spark takes three times as long.
PARTITIONS = 8


def main(path, workers):
    session = (
        SparkSession.builder.master(f"local[{workers}]")
        .config("spark.sql.shuffle.partitions", workers)
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    java = session.sparkContext._gateway.proc.pid
    lines = session.read.text(path).repartition(PARTITIONS).cache()
    lines.count()
    counts = lines.select(f.explode(f.split("value", " ")).alias("word")).groupBy("word").count()

    def processor_time():
        with open(f"/proc/{java}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    measure(counts.collect, processor_time)
    rows, wall, processor = measure(counts.collect, processor_time)
    print_row("Spark, DataFrame", workers, rows, reference(path), wall, processor)
    session.stop()


main(sys.argv[1], int(sys.argv[2]))
