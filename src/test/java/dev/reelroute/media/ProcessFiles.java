package dev.reelroute.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a process in {@code /proc}, see proc(5). */
public final class ProcessFiles {

    /** Ticks of a second: {@code USER_HZ}, which is 100 on all platforms that a JDK runs on. */
    private static final double TICKS = 100;

    private ProcessFiles() {}

    /**
     * Processor time in seconds.
     *
     * @param own the process's own, all threads
     * @param children of its children that have ended and were waited for, and of theirs
     */
    public record Cpu(double own, double children) {

        public double total() {
            return own + children;
        }

        public Cpu since(Cpu before) {
            return new Cpu(own - before.own, children - before.children);
        }
    }

    public static Cpu cpu(long pid) throws IOException {
        return parseStat(Files.readString(file(pid, "stat")));
    }

    /** @param stat {@code pid (name) state …}; the name may hold anything, also blanks and brackets */
    public static Cpu parseStat(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        // utime, stime, cutime, cstime are fields 14 to 17 of the line; the first one here is its third.
        return new Cpu(
                (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
                (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS);
    }

    /** Memory in use, in MiB; of this process alone. */
    public static double memory(long pid) throws IOException {
        return parseStatus(Files.readAllLines(file(pid, "status")), "VmRSS");
    }

    /** The most memory that was ever in use, in MiB; of this process alone. */
    public static double peakMemory(long pid) throws IOException {
        return parseStatus(Files.readAllLines(file(pid, "status")), "VmHWM");
    }

    /** @param lines such as {@code VmRSS:      1234 kB} */
    static double parseStatus(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024.0)
                .findFirst()
                .orElseThrow();
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
