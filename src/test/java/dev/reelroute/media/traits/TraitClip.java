package dev.reelroute.media.traits;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a theme's file in {@code src/test/resources/traits}.
 *
 * @param clip file name; what the last step makes
 * @param traits what is special about it, for people
 * @param make steps that make it, see {@link Workshop}
 * @param files texts that the steps need, by name
 * @param expect {@code READY 320x180 25/1 50} (size, grid, frames of the top rendition) or a refusal's code
 * @param warnings codes, in order; null: none
 * @param truth FFmpeg's arguments for what it should look like; null: the clip itself, as FFmpeg shows it
 * @param likeness least PSNR of any frame against the truth, in dB; null: {@value Likeness#SAME}
 * @param audio what the master playlist lists, such as {@code aac-2 en English}; null: not looked at
 * @param beeps seconds at which a tone begins in every audio rendition; null: not looked at
 * @param texts subtitles and chapters as {@code de CAPTIONS German: 1.000 Hello | 2.500 Bye}; null: not looked at
 * @param captions CEA-608 or 708 captions are noted to be in the video
 * @param profile null: {@code traits}
 */
record TraitClip(
        String clip,
        String traits,
        List<String> make,
        @Nullable Map<String, String> files,
        String expect,
        @Nullable List<String> warnings,
        @Nullable String truth,
        @Nullable Double likeness,
        @Nullable List<String> audio,
        @Nullable List<Double> beeps,
        @Nullable List<String> texts,
        boolean captions,
        @Nullable String profile) {

    static final Path FOLDER = Path.of("src/test/resources/traits");

    /** Files in {@link #FOLDER}, without their ending. */
    static final List<String> THEMES = List.of("video", "audio", "text", "damage", "codecs");

    /** All clips are asked for; else those of every day. */
    static final boolean LONG = Boolean.getBoolean("tests.long") || System.getProperty("traits.write") != null;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    /** @param theme a file's name without its ending */
    static List<TraitClip> read(String theme) {
        try {
            return YAML.readValue(Files.readString(FOLDER.resolve(theme + ".yaml")), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<TraitClip> all() {
        return THEMES.stream().flatMap(theme -> read(theme).stream()).toList();
    }

    /** Those of this run. */
    static List<TraitClip> today() {
        return LONG ? all() : DailyClips.of(all());
    }

    boolean becomesReady() {
        return expect.startsWith("READY ");
    }

    /** As the table shows it, and the outcome of a run is written. */
    String expected() {
        return outcome(expect, warnings == null ? List.of() : warnings);
    }

    static String outcome(String result, List<String> warnings) {
        return warnings.isEmpty() ? result : result + ", " + String.join(", ", warnings);
    }
}
