package dev.reelroute.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Splits a program's output into lines without trusting it: no line grows without limit, and none contains control
 * codes.
 */
final class Lines {

    private static final int LONGEST = 2000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Lines() {}

    /** Passes on each line that is not blank, until the stream ends. */
    static void read(InputStream stream, Consumer<String> consumer) throws IOException {
        byte[] buffer = new byte[8192];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    deliver(line, consumer);
                } else if (line.size() < LONGEST) {
                    line.write(buffer[i]);
                }
            }
        }
        deliver(line, consumer);
    }

    private static void deliver(ByteArrayOutputStream line, Consumer<String> consumer) {
        String text = CONTROL.matcher(line.toString(StandardCharsets.UTF_8)).replaceAll(" ");
        line.reset();
        if (!text.isBlank()) {
            consumer.accept(text.stripTrailing());
        }
    }
}
