package dev.reelroute.media.traits;

import dev.reelroute.media.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes clips, each in a folder of its own, step by step. A step is a line of words: FFmpeg's arguments, or
 *
 * <ul>
 *   <li>{@code cut FILE PERCENT}: nothing is left beyond there
 *   <li>{@code blank FILE FROM TO}: zeroes between two percentages of the file
 *   <li>{@code patch FILE HEX HEX}: every run of these bytes becomes the other
 *   <li>{@code join FILE FILE… FILE}: the last one becomes the others one after the other
 * </ul>
 *
 * <p>{@code {pattern SIZE RATE SECONDS}} stands for a moving test pattern with its frame number, in binary, as white
 * blocks on top, so that no frame looks like the one before it; {@code {beeps RATE SECONDS}} for a short tone at each
 * full second from 1 on; {@code {h264}} for a good and quick encode.
 */
final class Workshop {

    private static final String H264 = "-c:v libx264 -preset ultrafast -crf 8 -pix_fmt yuv420p";

    /** 40 ms of 1 kHz at each full second but 0. */
    private static final String BEEPS =
            "aevalsrc=0.5*sin(2*PI*1000*t)*lt(mod(t\\\\,1)\\\\,0.04)*gte(t\\\\,1):s=$1:d=$2";

    private static final int BITS = 7;

    private final Path folder;

    Workshop(Path folder) {
        this.folder = folder;
    }

    Path make(TraitClip row) {
        try {
            Path own = Files.createDirectory(folder.resolve(row.clip()));
            if (row.files() != null) {
                for (Map.Entry<String, String> file : row.files().entrySet()) {
                    Files.writeString(own.resolve(file.getKey()), file.getValue());
                }
            }
            for (String step : row.make()) {
                perform(own, words(step));
            }
            return own.resolve(row.clip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> words(String line) {
        StringBuilder bits = new StringBuilder();
        for (int bit = 0; bit < BITS; bit++) {
            bits.append(",drawbox=x=iw*").append(bit).append("/").append(BITS);
            bits.append(":y=0:w=iw/").append(BITS).append(":h=ih/4:c=white:t=fill");
            bits.append(":enable='mod(floor(n/").append(1 << bit).append("),2)'");
        }
        String plain = line.replaceAll("\\{pattern (\\S+) (\\S+) (\\S+?)}", "testsrc2=s=$1:r=$2:d=$3" + bits)
                .replaceAll("\\{beeps (\\S+) (\\S+?)}", BEEPS)
                .replace("{h264}", H264);
        return Arrays.asList(plain.strip().split("\\s+"));
    }

    private static void perform(Path own, List<String> words) throws IOException {
        switch (words.get(0)) {
            case "cut" -> {
                try (RandomAccessFile file = open(own, words)) {
                    file.setLength(at(file, words.get(2)));
                }
            }
            case "blank" -> {
                try (RandomAccessFile file = open(own, words)) {
                    long from = at(file, words.get(2));
                    file.seek(from);
                    file.write(new byte[(int) (at(file, words.get(3)) - from)]);
                }
            }
            case "patch" -> {
                Path file = own.resolve(words.get(1));
                String old = latin(HexFormat.of().parseHex(words.get(2)));
                String bytes = latin(Files.readAllBytes(file));
                if (!bytes.contains(old)) {
                    throw new AssertionError("Nothing to patch: " + words);
                }
                String patched = bytes.replace(old, latin(HexFormat.of().parseHex(words.get(3))));
                Files.write(file, patched.getBytes(StandardCharsets.ISO_8859_1));
            }
            case "join" -> {
                for (String part : words.subList(1, words.size() - 1)) {
                    Files.write(
                            own.resolve(words.get(words.size() - 1)),
                            Files.readAllBytes(own.resolve(part)),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
            default -> Programs.ffmpeg(own, words).succeeded();
        }
    }

    private static RandomAccessFile open(Path own, List<String> words) throws IOException {
        return new RandomAccessFile(own.resolve(words.get(1)).toFile(), "rw");
    }

    private static long at(RandomAccessFile file, String percent) throws IOException {
        return (long) (file.length() * Double.parseDouble(percent.replace("%", "")) / 100);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
