import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.util.Collector;

/**
 * Counts the words of a text with Flink: WordCount FILE WORKERS.
 *
 * <p>The lines are in memory before the time starts. Each word is counted at the owner of its key,
 * which gives its count when the text ends. The last of several turns in one virtual machine counts.
 */
public class WordCount {
    private static final int TURNS = 4;

    private static List<String> lines;
    private static final Map<String, Long> counts = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        lines = Files.readAllLines(Path.of(arguments[0]));
        int workers = Integer.parseInt(arguments[1]);
        long wall = 0;
        long processor = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            counts.clear();
            long start = System.nanoTime();
            long before = processorTime();
            count(workers);
            wall = System.nanoTime() - start;
            processor = processorTime() - before;
        }
        Map<String, Long> expected = expected();
        if (!expected.equals(counts)) {
            throw new IllegalStateException("Flink counts wrongly");
        }
        double words = expected.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(
                "| Flink, DataStream | %d | %.1f | %.1f |%n",
                workers, wall / words, processor / words);
    }

    private static void count(int workers) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(workers);
        environment.getConfig().enableObjectReuse();
        environment
                .fromSequence(0, lines.size() - 1)
                .flatMap(new Words())
                .keyBy(count -> count.f0)
                .window(GlobalWindows.createWithEndOfStreamTrigger())
                .sum(1)
                .map(new Note())
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

    /** Notes a result, to be compared. */
    private static class Note implements MapFunction<Tuple2<String, Long>, Long> {
        @Override
        public Long map(Tuple2<String, Long> count) {
            counts.put(count.f0, count.f1);
            return count.f1;
        }
    }

    private static Map<String, Long> expected() throws IOException {
        Map<String, Long> expected = new HashMap<>();
        for (String line : lines) {
            for (String word : line.split(" ")) {
                expected.merge(word, 1L, Long::sum);
            }
        }
        return expected;
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
