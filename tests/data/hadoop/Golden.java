// Writes the files beside it with Hadoop's own SequenceFile.Writer, and shows what Hadoop's own
// reader finds in any SequenceFile. README.md says how it is run.

import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.*;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.ReflectionUtils;

public class Golden {
    static final Configuration CONF = new Configuration();

    public static void main(String[] args) throws IOException {
        if (args[0].equals("write")) {
            writeAll(new File(args[1]));
        } else {
            for (int i = 1; i < args.length; i++) {
                read(args[i]);
            }
        }
    }

    static void writeAll(File dir) throws IOException {
        try (SequenceFile.Writer w = writer(dir, "text_int.seq", Text.class, IntWritable.class)) {
            w.append(new Text("to"), new IntWritable(1));
            w.append(new Text(""), new IntWritable(-2));
            w.append(new Text("na\u00efve \u2014 \ud83e\udd80"), new IntWritable(Integer.MAX_VALUE));
            for (int length : new int[] {127, 128, 255, 256, 65536}) {
                w.append(new Text("x".repeat(length)), new IntWritable(length));
            }
        }
        try (SequenceFile.Writer w =
                writer(dir, "long_bytes.seq", LongWritable.class, BytesWritable.class)) {
            w.append(new LongWritable(0), new BytesWritable(new byte[] {}));
            w.append(new LongWritable(-1), new BytesWritable(new byte[] {0, -1, 10}));
            w.append(new LongWritable(Long.MAX_VALUE), new BytesWritable(new byte[300]));
        }
        try (SequenceFile.Writer w = writer(dir, "null_text.seq", NullWritable.class, Text.class)) {
            w.append(NullWritable.get(), new Text("a line"));
            w.append(NullWritable.get(), new Text(""));
        }
        try (SequenceFile.Writer w = writer(dir, "text_null.seq", Text.class, NullWritable.class)) {
            w.append(new Text("a key"), NullWritable.get());
        }
        try (SequenceFile.Writer w =
                writer(dir, "bool_double.seq", BooleanWritable.class, DoubleWritable.class)) {
            w.append(new BooleanWritable(true), new DoubleWritable(0.1));
            w.append(new BooleanWritable(false), new DoubleWritable(Double.NEGATIVE_INFINITY));
        }
        try (SequenceFile.Writer w =
                writer(dir, "int_float.seq", IntWritable.class, FloatWritable.class)) {
            w.append(new IntWritable(7), new FloatWritable(-1.5f));
        }
        markers(dir);
        Lines.write(new File(dir, "text.tsv"));
    }

    /** Where the markers are in a file of many records: too large to keep itself. */
    static void markers(File dir) throws IOException {
        try (SequenceFile.Writer w = writer(dir, "markers.seq", IntWritable.class, Text.class)) {
            for (int i = 0; i < 4000; i++) {
                w.append(new IntWritable(i), new Text("v".repeat(i % 200)));
            }
        }
        File file = new File(dir, "markers.seq");
        byte[] bytes = Files.readAllBytes(file.toPath());
        int header = 4 + 1 + IntWritable.class.getName().length()
            + 1 + Text.class.getName().length() + 2 + 4;
        StringBuilder found = new StringBuilder("length " + bytes.length + "\n");
        for (int at = 0; at + 16 <= bytes.length; at++) {
            boolean same = true;
            for (int i = 0; i < 16 && same; i++) {
                same = bytes[at + i] == bytes[header + i];
            }
            if (same) {
                found.append("marker ").append(at).append("\n");
            }
        }
        Files.write(new File(dir, "markers.txt").toPath(),
            found.toString().getBytes(StandardCharsets.UTF_8));
        file.delete();
    }

    static SequenceFile.Writer writer(File dir, String name, Class<?> key, Class<?> value)
            throws IOException {
        return SequenceFile.createWriter(CONF,
            SequenceFile.Writer.file(new Path(new File(dir, name).toURI())),
            SequenceFile.Writer.keyClass(key), SequenceFile.Writer.valueClass(value),
            SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE));
    }

    static void read(String file) throws IOException {
        try (SequenceFile.Reader r = new SequenceFile.Reader(CONF,
                SequenceFile.Reader.file(new Path(new File(file).toURI())))) {
            Writable key = (Writable) ReflectionUtils.newInstance(r.getKeyClass(), CONF);
            Writable value = (Writable) ReflectionUtils.newInstance(r.getValueClass(), CONF);
            System.out.println(r.getKeyClassName() + " " + r.getValueClassName());
            long records = 0;
            long hash = 7;
            while (r.next(key, value)) {
                records++;
                hash = hash * 31 + (key + "\t" + value).hashCode();
                if (records <= 12) {
                    String line = key + "\t" + value;
                    System.out.println(line.length() > 80 ? line.substring(0, 80) + ".." : line);
                }
            }
            System.out.println(records + " records, hash " + hash);
        }
        System.out.println(inSplits(file, 10000) + " records in splits of 10000 bytes");
    }

    /** Counts the records as a job does that reads parts of a file in different tasks. */
    static long inSplits(String file, long size) throws IOException {
        long length = new File(file).length();
        long records = 0;
        for (long start = 0; start < length; start += size) {
            long end = Math.min(start + size, length);
            try (SequenceFile.Reader r = new SequenceFile.Reader(CONF,
                    SequenceFile.Reader.file(new Path(new File(file).toURI())))) {
                if (start > r.getPosition()) {
                    r.sync(start);
                }
                Writable key = (Writable) ReflectionUtils.newInstance(r.getKeyClass(), CONF);
                for (long at = r.getPosition(); at < end || !r.syncSeen(); at = r.getPosition()) {
                    if (!r.next(key) || at >= end && r.syncSeen()) {
                        break;
                    }
                    records++;
                }
            }
        }
        return records;
    }

    /** What TextOutputFormat makes of pairs. */
    static class Lines extends TextOutputFormat<Writable, Writable> {
        static void write(File file) throws IOException {
            try (DataOutputStream out = new DataOutputStream(new FileOutputStream(file))) {
                LineRecordWriter<Writable, Writable> w = new LineRecordWriter<>(out);
                w.write(new Text("na\u00efve"), new IntWritable(-2));
                w.write(new LongWritable(Long.MAX_VALUE), new Text(""));
                w.write(NullWritable.get(), new Text("a line"));
                w.write(new Text("a key"), NullWritable.get());
                w.write(NullWritable.get(), NullWritable.get());
                w.write(new BytesWritable(new byte[] {0, -1, 10}), new BooleanWritable(true));
                w.write(new BooleanWritable(false), new DoubleWritable(0.5));
                w.write(new FloatWritable(-1.5f), new BytesWritable(new byte[] {}));
            }
        }
    }
}
