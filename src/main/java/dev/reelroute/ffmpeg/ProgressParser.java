package dev.reelroute.ffmpeg;

import java.util.function.Consumer;

/**
 * Reads the {@code key=value} lines of FFmpeg's {@code -progress}; a line {@code progress=} ends each block. Values
 * that are not known yet read {@code N/A}.
 */
final class ProgressParser implements Consumer<String> {

    private final ProgressListener listener;
    private long frame;
    private long outTimeMicros = -1;
    private double speed;

    ProgressParser(ProgressListener listener) {
        this.listener = listener;
    }

    @Override
    public void accept(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return;
        }
        String value = line.substring(equals + 1).strip();
        switch (line.substring(0, equals).strip()) {
            case "frame" -> frame = whole(value, frame);
            // Not out_time_ms: in spite of its name it is in microseconds as well.
            case "out_time_us" -> outTimeMicros = whole(value, outTimeMicros);
            case "speed" -> speed = fraction(value.replaceFirst("x$", ""), speed);
            case "progress" -> listener.progressed(new Progress(frame, outTimeMicros, speed, value.equals("end")));
            default -> {
                // Bit rates and other values that are not used.
            }
        }
    }

    private static long whole(String value, long unknown) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            return unknown;
        }
    }

    private static double fraction(String value, double unknown) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return unknown;
        }
    }
}
