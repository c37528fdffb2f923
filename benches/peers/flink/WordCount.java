import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * Counts the words of a text with Flink, as its example does: WordCount FILE WORKERS.
 *
 * <p>The lines are in memory before the time starts. Each word goes to the owner of its key, which
 * gives the new count each time. Medians of the turns that follow those that warm the virtual
 * machine up.
 */
public class WordCount {
    private static final int WARM_UP = 5;
    private static final int TURNS = 5;

    private static List<String> lines;
    private static Totals totals;

    public static void main(String[] arguments) throws Exception {
        lines = Files.readAllLines(Path.of(arguments[0]));
        int workers = Integer.parseInt(arguments[1]);
        Totals expected = expected();
        long[] wall = new long[TURNS];
        long[] processor = new long[TURNS];
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            totals = new Totals();
            long start = System.nanoTime();
            long before = processorTime();
            count(workers);
            if (turn >= 0) {
                wall[turn] = System.nanoTime() - start;
                processor[turn] = processorTime() - before;
            }
            if (!totals.agreeWith(expected)) {
                throw new IllegalStateException("Flink counts wrongly");
            }
        }
        double words = expected.words;
        System.out.printf(
                "| Flink, DataStream | %d | %.1f | %.1f |%n",
                workers, median(wall) / words, median(processor) / words);
    }

    private static void count(int workers) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(workers);
        environment.getConfig().enableObjectReuse();
        environment
                .fromSequence(0, lines.size() - 1)
                .flatMap(new Words())
                .keyBy(count -> count.f0)
                .sum(1)
                .map(new Add())
                .sinkTo(new DiscardingSink<>());
        environment.execute();
    }

    /** The words of a line, each once. */
    private static class Words implements FlatMapFunction<Long, Tuple2<String, Long>> {
        @Override
        public void flatMap(Long line, Collector<Tuple2<String, Long>> out) {
            for (String word : lines.get(line.intValue()).split(" ")) {
                out.collect(Tuple2.of(word, 1L));
            }
        }
    }

    /** Adds up the counts that an owner of keys gives. */
    private static class Add extends RichMapFunction<Tuple2<String, Long>, Long> {
        private transient Totals sum;

        @Override
        public void open(OpenContext context) {
            sum = new Totals();
        }

        @Override
        public Long map(Tuple2<String, Long> count) {
            sum.add(count.f0, count.f1);
            return count.f1;
        }

        @Override
        public void close() {
            totals.add(sum);
        }
    }

    /** What all counts come to that were given. Two that are equal agree on every word. */
    private static class Totals {
        private long words;
        private long different;
        private long checksum;

        void add(String word, long count) {
            words++;
            different += count == 1 ? 1 : 0;
            checksum += word.hashCode() * count;
        }

        synchronized void add(Totals other) {
            words += other.words;
            different += other.different;
            checksum += other.checksum;
        }

        boolean agreeWith(Totals other) {
            return words == other.words
                    && different == other.different
                    && checksum == other.checksum;
        }
    }

    private static Totals expected() {
        Totals expected = new Totals();
        Map<String, Long> counts = new HashMap<>();
        for (String line : lines) {
            for (String word : line.split(" ")) {
                expected.add(word, counts.merge(word, 1L, Long::sum));
            }
        }
        return expected;
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
