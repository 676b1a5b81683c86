package dev.reelroute.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.plan.Profile.Audio;
import dev.reelroute.plan.Profile.AudioEncoding;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.plan.Profile.Poster;
import dev.reelroute.plan.Profile.Rung;
import dev.reelroute.plan.Profile.Storyboard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a profile from YAML. Every error names the file, the line, the key and what was expected. */
final class ProfileReader {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String REMEDY = "Mend the file; config/profiles/standard.yaml says what every key means.";

    private static final double LONGEST_SEGMENT = 30; // seconds

    private ProfileReader() {}

    /** @throws Misconfigured with the file, the line, the key and what was expected */
    static Profile read(Path file, String text) {
        String name = Profiles.name(file);
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new Misconfigured(
                    file + ": a profile is named by its file: expected lower-case letters, digits and dashes", REMEDY);
        }
        try {
            JsonNode content = YAML.readTree(text);
            return profile(name, revision(content), new Keys(new Place(file, lines(text)), "", content));
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                int line = marked.getProblemMark().getLine() + 1;
                throw new Misconfigured(file + " line " + line + ": expected YAML: " + marked.getProblem(), REMEDY, e);
            }
            String line =
                    e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new Misconfigured(file + line + ": expected YAML: " + problem, REMEDY, e);
        }
    }

    /** The line of each value, by its JSON pointer. */
    private static Map<String, Integer> lines(String text) throws JsonProcessingException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static Profile profile(String name, String revision, Keys keys) {
        keys.only(
                "description",
                "maxFrameRate",
                "gopSeconds",
                "segmentSeconds",
                "chunkSeconds",
                "maxChunks",
                "bufferSeconds",
                "damaged",
                "encryption",
                "ladder",
                "audio",
                "poster",
                "storyboard",
                "telemetry");
        double gop = keys.number("gopSeconds", 0.5, 10);
        double segment = segment(keys, gop);
        return new Profile(
                name,
                revision,
                keys.text("description"),
                keys.number("maxFrameRate", 5, 60),
                gop,
                segment,
                keys.number("chunkSeconds", segment, 600),
                keys.whole("maxChunks", 1, 10_000),
                keys.number("bufferSeconds", 0.5, 10),
                damaged(keys),
                encrypted(keys),
                ladder(keys),
                audio(keys.section("audio", "encodings", "sampleRate", "loudness")),
                poster(keys.section("poster", "shortSide", "position")),
                storyboard(keys.section("storyboard", "shortSide", "columns", "rows", "maxPictures")),
                keys.has("telemetry")
                        && keys.oneOf("telemetry", Set.of("hide", "publish")).equals("publish"));
    }

    /** Players start and switch where a GOP begins: segments of another length would be made longer or shorter without a word. */
    private static double segment(Keys keys, double gop) {
        double segment = keys.number("segmentSeconds", gop, LONGEST_SEGMENT);
        double gops = segment / gop;
        if (Math.abs(gops - Math.rint(gops)) > 1e-6) {
            String next = DoubleStream.of(Math.floor(gops) * gop, Math.ceil(gops) * gop)
                    .filter(length -> length <= LONGEST_SEGMENT)
                    .mapToObj(length -> BigDecimal.valueOf(length)
                            .setScale(3, RoundingMode.HALF_UP)
                            .stripTrailingZeros()
                            .toPlainString())
                    .collect(Collectors.joining(" or "));
            throw keys.wrong("segmentSeconds", "whole GOPs of gopSeconds: " + next, keys.found("segmentSeconds"));
        }
        return segment;
    }

    private static Damaged damaged(Keys keys) {
        boolean strict = keys.has("damaged")
                && keys.oneOf("damaged", Set.of("tolerant", "strict")).equals("strict");
        return strict ? Damaged.STRICT : Damaged.TOLERANT;
    }

    private static boolean encrypted(Keys keys) {
        return keys.has("encryption")
                && keys.oneOf("encryption", Set.of("none", "aes-128")).equals("aes-128");
    }

    private static List<Rung> ladder(Keys profile) {
        List<Rung> ladder = new ArrayList<>();
        for (Keys keys : profile.list("ladder")) {
            keys.only("shortSide", "codec", "preset", "crf", "maxrate");
            int shortSide = keys.even("shortSide", 16, 4320);
            String encoder = keys.oneOf("codec", VideoCodec.encoders());
            VideoCodec codec = VideoCodec.of(encoder);
            Rung rung = new Rung(
                    shortSide,
                    encoder,
                    keys.oneOf("preset", codec.presets()),
                    keys.number("crf", 0, codec.worstCrf()),
                    keys.whole("maxrate", 50_000, 200_000_000));
            if (ladder.stream()
                    .anyMatch(other ->
                            other.shortSide() == shortSide && other.codec().equals(encoder))) {
                throw keys.wrong("shortSide", "a size that no other rung of its codec has", keys.found("shortSide"));
            }
            ladder.add(rung);
        }
        if (ladder.stream().noneMatch(rung -> rung.codec().equals("libx264"))) {
            throw profile.wrong("ladder", "a rung with libx264, which every player can show", "none");
        }
        ladder.sort(Comparator.comparing((Rung rung) -> VideoCodec.of(rung.codec()))
                .thenComparing(Rung::shortSide, Comparator.reverseOrder()));
        return List.copyOf(ladder);
    }

    private static Audio audio(Keys keys) {
        List<AudioEncoding> encodings = new ArrayList<>();
        for (Keys encoding : keys.list("encodings")) {
            encodings.add(encoding(encoding, encodings));
        }
        return new Audio(
                List.copyOf(encodings),
                keys.whole("sampleRate", 8_000, 96_000),
                keys.has("loudness") ? keys.number("loudness", -40, -5) : null);
    }

    private static AudioEncoding encoding(Keys keys, List<AudioEncoding> others) {
        keys.only("codec", "channels", "bitrate");
        boolean first = others.isEmpty();
        // The first encoding is for every source and every player, and for the progressive MP4.
        String codec = keys.oneOf("codec", first ? Set.of("aac") : Set.of("aac", "libopus"));
        int channels = keys.whole("channels", 1, first ? 2 : 8);
        if (channels > 2 && channels != 6 && channels != 8) {
            throw keys.wrong("channels", "1, 2, 6 (5.1) or 8 (7.1)", Integer.toString(channels));
        }
        if (others.stream().anyMatch(other -> other.codec().equals(codec) && other.channels() == channels)) {
            throw keys.wrong("channels", "codec and channels that no other encoding has", codec + " " + channels);
        }
        return new AudioEncoding(codec, channels, keys.whole("bitrate", 16_000, 1_024_000));
    }

    private static Poster poster(Keys keys) {
        return new Poster(keys.even("shortSide", 16, 4320), keys.number("position", 0, 0.9));
    }

    private static Storyboard storyboard(Keys keys) {
        return new Storyboard(
                keys.even("shortSide", 16, 720),
                keys.whole("columns", 1, 30),
                keys.whole("rows", 1, 30),
                keys.whole("maxPictures", 1, 1000));
    }

    /** Comments, layout and the order of keys do not matter, only values do. */
    private static String revision(JsonNode content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(normalised(content).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String normalised(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), normalised(entry.getValue())));
            return sorted.toString();
        }
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(normalised(item)));
            return items.toString();
        }
        return node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.toString();
    }

    /** A file, and the lines of its values. */
    private record Place(Path file, Map<String, Integer> lines) {

        /**
         * The file and the line of a value, or of what contains a missing value: {@code ladder[4].crf} is in {@code
         * ladder[4]}.
         */
        String of(String path) {
            String pointer = ("/" + path).replace('.', '/').replace("[", "/").replace("]", "");
            while (!pointer.isEmpty() && !lines.containsKey(pointer)) {
                pointer = pointer.substring(0, pointer.lastIndexOf('/'));
            }
            return file + (pointer.isEmpty() ? ": " : " line " + lines.get(pointer) + ": ");
        }
    }

    /** One mapping of the file, and its place. */
    private record Keys(Place place, String path, JsonNode node) {

        void only(String... known) {
            if (!node.isObject()) {
                throw new Misconfigured(
                        place.of(path) + (path.isEmpty() ? "expected" : path + ": expected") + " keys and values",
                        REMEDY);
            }
            List<String> names = List.of(known);
            node.fieldNames().forEachRemaining(name -> {
                if (!names.contains(name)) {
                    throw new Misconfigured(
                            place.of(path + name) + path + name + ": unknown key, expected one of "
                                    + String.join(", ", names),
                            REMEDY);
                }
            });
        }

        Keys section(String key, String... known) {
            Keys section = new Keys(place, path + key + ".", node.path(key));
            if (!section.node.isObject()) {
                throw wrong(key, "keys and values", found(key));
            }
            section.only(known);
            return section;
        }

        List<Keys> list(String key) {
            List<Keys> items = new ArrayList<>();
            for (JsonNode item : node.path(key)) {
                items.add(new Keys(place, path + key + "[" + items.size() + "].", item));
            }
            if (!node.path(key).isArray() || items.isEmpty()) {
                throw wrong(key, "a list with at least one entry", found(key));
            }
            return items;
        }

        boolean has(String key) {
            return node.has(key);
        }

        String text(String key) {
            if (!node.path(key).isTextual()) {
                throw wrong(key, "text", found(key));
            }
            return node.path(key).asText();
        }

        String oneOf(String key, Set<String> allowed) {
            if (!allowed.contains(node.path(key).asText())) {
                throw wrong(key, "one of " + allowed.stream().sorted().toList(), found(key));
            }
            return node.path(key).asText();
        }

        double number(String key, double least, double most) {
            JsonNode value = node.path(key);
            if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
                throw wrong(key, "a number from " + least + " to " + most, found(key));
            }
            return value.asDouble();
        }

        int whole(String key, int least, int most) {
            JsonNode value = node.path(key);
            if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
                throw wrong(key, "a whole number from " + least + " to " + most, found(key));
            }
            return value.asInt();
        }

        int even(String key, int least, int most) {
            int value = whole(key, least, most);
            if (value % 2 != 0) {
                throw wrong(key, "an even number", found(key));
            }
            return value;
        }

        private String found(String key) {
            return node.has(key) ? node.path(key).toString() : "nothing";
        }

        Misconfigured wrong(String key, String expected, String found) {
            return new Misconfigured(
                    place.of(path + key) + path + key + ": expected " + expected + ", found " + found, REMEDY);
        }
    }
}
