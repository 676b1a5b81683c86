package dev.reelroute.media.traits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.media.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Audio and text of a published video, as a player finds them: from the master playlist on. */
record PublishedTracks(JsonNode playback) {

    /** Seconds of one AAC frame: what audio may be off against the video. */
    static final double ONE_FRAME = 1024.0 / 48_000;

    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z-]+)=(?:\"([^\"]*)\"|([^,]*))");

    /** Group, language, name and what else is set, of each audio rendition in each group. */
    List<String> audio() {
        return media("AUDIO")
                .map(media -> Stream.of(
                                media.get("GROUP-ID"),
                                media.getOrDefault("LANGUAGE", "und"),
                                media.get("NAME"),
                                media.get("CHANNELS"),
                                media.get("DEFAULT").equals("YES") ? "default" : "",
                                media.get("AUTOSELECT").equals("NO") ? "on demand" : "",
                                media.getOrDefault("CHARACTERISTICS", ""))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    /** Of each audio rendition: seconds at which something becomes loud after silence, by the video's clock. */
    Map<String, List<Double>> beeps(Path folder) {
        Map<String, List<Double>> beeps = new LinkedHashMap<>();
        for (String uri :
                new TreeSet<>(media("AUDIO").map(media -> media.get("URI")).toList())) {
            beeps.put(uri, beeps(folder, address(uri)));
        }
        return beeps;
    }

    /** Language, kind, name and cues of each text track; then the chapters, if there are any. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(media("SUBTITLES")
                .map(media -> {
                    String playlist = media.get("URI");
                    String file = fetch(address(playlist))
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .findFirst()
                            .orElseThrow();
                    return Stream.of(
                                    media.getOrDefault("LANGUAGE", "und"),
                                    media.get("NAME"),
                                    media.get("DEFAULT").equals("YES") ? "default" : "",
                                    media.get("FORCED").equals("YES") ? "forced" : "",
                                    media.containsKey("CHARACTERISTICS") ? "captions" : "")
                            .filter(word -> !word.isEmpty())
                            .collect(Collectors.joining(
                                    " ", "", ": " + cues(fetch(address(playlist.replaceFirst("[^/]*$", "") + file)))));
                })
                .toList());
        if (playback.has("chapters")) {
            texts.add("chapters: " + cues(fetch(playback.path("chapters").asText())));
        }
        return texts;
    }

    private static String cues(String webVtt) {
        return Stream.of(webVtt.strip().split("\n\n"))
                .skip(1)
                .map(cue -> cue.replaceFirst("^00:00:0(\\S+) --> 00:00:0(\\S+)\n", "$1-$2 ")
                        .replace('\n', '/'))
                .collect(Collectors.joining(" | "));
    }

    private Stream<Map<String, String>> media(String type) {
        return fetch(playback.path("hls").asText())
                .lines()
                .filter(line -> line.startsWith("#EXT-X-MEDIA:TYPE=" + type))
                .map(line -> {
                    Map<String, String> attributes = new LinkedHashMap<>();
                    Matcher matcher = ATTRIBUTE.matcher(line.substring("#EXT-X-MEDIA:".length()));
                    while (matcher.find()) {
                        attributes.put(
                                matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
                    }
                    return attributes;
                });
    }

    private String address(String relative) {
        return URI.create(playback.path("hls").asText()).resolve(relative).toString();
    }

    private static String fetch(String address) {
        try (InputStream content = URI.create(address).toURL().openStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> beeps(Path folder, String playlist) {
        Path raw = folder.resolve("audio.raw");
        // By the clock of the stream: what a decoder gives before zero, or not at all, must not go unnoticed.
        Programs.ffmpeg(
                        folder,
                        "-y",
                        "-copyts",
                        "-i",
                        playlist,
                        "-af",
                        "aresample=48000:async=1:first_pts=0",
                        "-ac",
                        "1",
                        "-f",
                        "f32le",
                        raw.toString())
                .succeeded();
        List<Double> beeps = new ArrayList<>();
        try {
            FloatBuffer samples = ByteBuffer.wrap(Files.readAllBytes(raw))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            double until = 0;
            for (int i = 0; i < samples.limit(); i++) {
                double time = i / 48_000.0;
                if (Math.abs(samples.get(i)) > 0.05) {
                    if (time > until) {
                        beeps.add(time);
                    }
                    until = time + 0.2;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return beeps;
    }
}
