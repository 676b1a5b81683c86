package dev.reelroute.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reelroute.media.Programs;
import dev.reelroute.media.Programs.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Plays addresses as a strict player does: every warning of FFmpeg is a failure. */
final class Player {

    private Player() {}

    /** An audio or data packet: when it begins and how long it lasts, in seconds. */
    record Packet(double begin, double duration) {}

    /** Decodes every frame of an address. @return how many there were */
    static long frames(String url) {
        return Long.parseLong(probe(
                        url,
                        "-count_frames",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=nb_read_frames",
                        "-of",
                        "default=nk=1:nw=1")
                .get(0));
    }

    /** Pixels of the video's height. */
    static int height(String url) {
        return Integer.parseInt(
                probe(url, "-select_streams", "v:0", "-show_entries", "stream=height", "-of", "default=nk=1:nw=1")
                        .get(0));
    }

    /** Decodes all streams of an address; whatever FFmpeg has to say about it is a failure. */
    static void plays(String url) {
        Result result = Programs.ffmpeg(Path.of("."), "-i", url, "-map", "0", "-f", "null", "-");
        assertThat(result.stderr()).as(url).isEmpty();
        assertThat(result.exitCode()).as(url).isZero();
    }

    /** Audio packets in order. */
    static List<Packet> audioPackets(String url) {
        return probe(url, "-select_streams", "a:0", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0")
                .stream()
                .map(line -> line.split(","))
                .map(fields -> new Packet(Double.parseDouble(fields[0]), Double.parseDouble(fields[1])))
                .toList();
    }

    /** When, in seconds, the audio falls silent for 10 ms or more; empty for an unbroken tone. */
    static List<Double> silences(String url) {
        return Programs.ffmpeg(
                        Path.of("."),
                        "-i",
                        url,
                        "-map",
                        "0:a:0",
                        "-af",
                        "silencedetect=n=-40dB:d=0.01,ametadata=print:key=lavfi.silence_start:file=-",
                        "-f",
                        "null",
                        "-")
                .succeeded()
                .stdout()
                .lines()
                .filter(line -> line.contains("silence_start="))
                .map(line -> Double.parseDouble(line.substring(line.indexOf('=') + 1)))
                .toList();
    }

    private static List<String> probe(String url, String... arguments) {
        Result result = Programs.ffprobe(
                Stream.concat(Stream.of(arguments), Stream.of(url)).toList());
        assertThat(result.stderr()).as(url).isEmpty();
        assertThat(result.exitCode()).as(url).isZero();
        List<String> lines =
                result.stdout().lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines).as(url).isNotEmpty();
        return lines;
    }
}
