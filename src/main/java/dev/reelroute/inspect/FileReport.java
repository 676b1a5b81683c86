package dev.reelroute.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.inspect.SourceInfo.Chapter;
import dev.reelroute.media.Rational;
import dev.reelroute.text.Characters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of itself, as ffprobe reads it: claims, which are still to be checked.
 *
 * @param container FFmpeg's short name of the demuxer
 * @param duration seconds that the container claims, 0 when it claims nothing
 * @param startMicros the container's start time in µs
 * @param tracks in file order; of several programmes in a transport stream, those of one
 * @param chapters in file order
 * @param otherProgrammes names of those that are left out
 * @param changes where tracks begin to be of another codec
 */
public record FileReport(
        long size,
        String container,
        double duration,
        long startMicros,
        List<Track> tracks,
        List<Chapter> chapters,
        List<String> otherProgrammes,
        CodecChanges changes) {

    /**
     * One stream. Fields that do not apply to its kind are empty, zero or null.
     *
     * @param id of the container, such as the PID in a transport stream; 0 where it has none
     * @param kind {@code video}, {@code audio}, {@code subtitle}, {@code data} or {@code attachment}
     * @param codec FFmpeg's name, {@code none} when it has no decoder for it
     * @param tag four characters of the container, such as {@code avc1} or {@code encv}
     * @param cover an attached picture, which stands for the file
     * @param still a single picture, as far as the file says, in a format of pictures: a cover that nobody marked, if there is a film
     *     as well
     * @param timeBase seconds of one tick
     * @param claimedRates {@code r_frame_rate} and {@code avg_frame_rate}, in this order, as far as they make sense
     * @param width pixels that are stored and meant to be shown: without those that the container crops
     * @param pixelFormat FFmpeg's name. VP8 and VP9 keep transparency in a stream of its own, which FFmpeg leaves out
     *     of the name; here it is included, as {@code yuva420p}
     * @param rotation degrees clockwise that a player turns the frame: 0, 90, 180 or 270
     * @param mirrored a player also mirrors the frame
     * @param heldBack frames that the decoder holds back, because others are shown before them
     * @param baseLayer false for Dolby Vision that no other player can show: its colours are coded in a way of its own
     * @param encrypted Matroska and WebM have a key for it
     * @param dispositions FFmpeg's names of what the track is marked as, such as {@code comment} or {@code forced}
     */
    public record Track(
            int index,
            int id,
            String kind,
            String codec,
            String tag,
            @Nullable String profile,
            boolean isDefault,
            boolean cover,
            boolean still,
            double duration,
            Rational timeBase,
            @Nullable String language,
            @Nullable String title,
            int width,
            int height,
            String pixelFormat,
            Rational sampleAspect,
            int rotation,
            boolean mirrored,
            int heldBack,
            boolean baseLayer,
            List<Rational> claimedRates,
            String fieldOrder,
            @Nullable String range,
            @Nullable String primaries,
            @Nullable String transfer,
            @Nullable String matrix,
            int channels,
            @Nullable String layout,
            int sampleRate,
            Set<String> dispositions,
            boolean encrypted) {

        /** For people: FFmpeg's name of the codec, or the four characters of the container where it knows none. */
        public String name() {
            boolean named = !Set.of("none", "unknown", "bin_data").contains(codec);
            return named || tag.isBlank() || tag.startsWith("[0]") ? codec : tag;
        }

        /** Bytes of one decoded frame. */
        public long frameSize() {
            return FrameMemory.frame(width, height, pixelFormat);
        }
    }

    /**
     * The video track that is used: the first one that is marked default, otherwise the first one. Never a cover where there is a
     * film.
     *
     * @throws Refused with {@code NO_VIDEO_STREAM} when there is none
     */
    public Track video() {
        List<Track> videos = videos();
        return videos.stream()
                .filter(Track::isDefault)
                .findFirst()
                .or(() -> videos.stream().findFirst())
                .orElseThrow(() -> new Refused(FailureCode.NO_VIDEO_STREAM));
    }

    /** Those of which one is used. */
    List<Track> videos() {
        List<Track> videos = tracks.stream()
                .filter(track -> track.kind().equals("video") && !track.cover())
                .toList();
        List<Track> films = videos.stream().filter(track -> !track.still()).toList();
        return films.isEmpty() ? videos : films;
    }

    /**
     * Made to be broadcast: parts of such streams can simply be joined, and then the times of the first and the last
     * say nothing.
     */
    boolean joinable() {
        return container().startsWith("mpeg");
    }

    /** Recorders append one recording to another: then the clock starts again. A step ahead says nothing: frames may stand. */
    boolean mayRestart() {
        return joinable() || container().contains("matroska") || container().equals("flv");
    }

    /** Bytes of the file before the track's first packet of another codec. */
    long end(Track track) {
        return changes.firsts().getOrDefault(track.id(), Long.MAX_VALUE);
    }

    /** It does not list its tracks at the beginning: one may appear anywhere. */
    boolean unlisted() {
        return joinable() || container().equals("flv");
    }

    /** When a part of it is missing, FFmpeg does not tell the header's claim, but one of its own, by the bytes, or none. */
    boolean timedByItsSize() {
        return Set.of("avi", "asf").contains(container());
    }

    /** Frames without a container: they are shown one after the other, at a rate from the codec or from FFmpeg. */
    boolean timeless() {
        return Set.of("h264", "hevc", "mpegvideo", "m4v", "vc1").contains(container());
    }

    /** All audio tracks, usable or not. */
    List<Track> audio() {
        return tracks.stream().filter(track -> track.kind().equals("audio")).toList();
    }

    /** All subtitle tracks, text or not. */
    List<Track> subtitles() {
        return tracks.stream().filter(track -> track.kind().equals("subtitle")).toList();
    }

    /** The nine numbers of ffprobe's {@code displaymatrix}; not the addresses before its rows, which end in a colon. */
    private static final Pattern NUMBER = Pattern.compile("(?<=\\s)-?\\d+(?=\\s)");

    /** Formats of covers. */
    private static final Set<String> PICTURES = Set.of("mjpeg", "png", "gif");

    private static final Pattern CODE = Pattern.compile("\\[(\\d{1,3})]");

    /** Reads the JSON of {@code ffprobe -show_format -show_streams}. */
    static FileReport read(JsonNode root, long size, CodecChanges changes) {
        JsonNode format = root.path("format");
        List<Track> tracks = new ArrayList<>();
        for (JsonNode stream : root.path("streams")) {
            tracks.add(track(stream));
        }
        List<String> others = oneProgramme(root.path("programs"), tracks);
        return new FileReport(
                size,
                format.path("format_name").asText("unknown"),
                number(format, "duration"),
                micros(format.path("start_time").asText("")),
                List.copyOf(tracks),
                chapters(root.path("chapters")),
                others,
                changes);
    }

    /**
     * Leaves the tracks of one programme: the first in the stream's own table that has video. Tracks that belong to no
     * programme stay.
     *
     * @return names of the others
     */
    private static List<String> oneProgramme(JsonNode programmes, List<Track> tracks) {
        List<String> others = new ArrayList<>();
        Set<Integer> chosen = new TreeSet<>();
        Set<Integer> left = new TreeSet<>();
        for (JsonNode programme : programmes) {
            Set<Integer> own = new TreeSet<>();
            programme
                    .path("streams")
                    .forEach(stream -> own.add(stream.path("index").asInt()));
            boolean hasVideo = tracks.stream()
                    .anyMatch(
                            track -> own.contains(track.index()) && track.kind().equals("video") && track.width() > 0);
            if (chosen.isEmpty() && hasVideo) {
                chosen.addAll(own);
            } else if (!own.isEmpty()) {
                left.addAll(own);
                String name = text(programme.path("tags"), "service_name");
                String number = "programme " + programme.path("program_num").asInt();
                others.add(name == null ? number : number + " (" + name + ")");
            }
        }
        if (chosen.isEmpty()) {
            return List.of();
        }
        left.removeAll(chosen);
        tracks.removeIf(track -> left.contains(track.index()));
        return List.copyOf(others);
    }

    private static Track track(JsonNode stream) {
        JsonNode disposition = stream.path("disposition");
        JsonNode tags = stream.path("tags");
        JsonNode sideData = stream.path("side_data_list");
        return new Track(
                stream.path("index").asInt(),
                id(stream.path("id").asText("")),
                stream.path("codec_type").asText("data"),
                stream.path("codec_name").asText("none"),
                characters(stream.path("codec_tag_string").asText("")),
                known(stream, "profile"),
                disposition.path("default").asInt() == 1,
                disposition.path("attached_pic").asInt() == 1,
                isStill(stream, tags),
                duration(stream, tags),
                rational(stream.path("time_base").asText(""), new Rational(1, 1_000_000)),
                language(tags),
                text(tags, "title"),
                stream.path("width").asInt() - cropped(sideData, "crop_left", "crop_right"),
                stream.path("height").asInt() - cropped(sideData, "crop_top", "crop_bottom"),
                pixelFormat(stream.path("pix_fmt").asText(""), tags),
                sampleAspect(stream.path("sample_aspect_ratio").asText("")),
                rotation(sideData),
                isMirrored(sideData),
                stream.path("has_b_frames").asInt(),
                hasBaseLayer(sideData),
                rates(stream),
                stream.path("field_order").asText("unknown"),
                known(stream, "color_range"),
                known(stream, "color_primaries"),
                known(stream, "color_transfer"),
                known(stream, "color_space"),
                stream.path("channels").asInt(),
                known(stream, "channel_layout"),
                stream.path("sample_rate").asInt(),
                dispositions(disposition),
                tags.has("enc_key_id") || tags.has("ENC_KEY_ID"));
    }

    /** MP4 and MOV count their frames. Matroska tells when a track ends, which may have begun a little late. */
    private static boolean isStill(JsonNode stream, JsonNode tags) {
        double seconds = duration(stream, tags);
        boolean isShort = stream.has("nb_frames") ? number(stream, "nb_frames") == 1 : seconds > 0 && seconds < 1;
        return isShort && PICTURES.contains(stream.path("codec_name").asText(""));
    }

    private static int id(String hexadecimal) {
        return hexadecimal.matches("0x[0-9a-f]{1,7}") ? Integer.decode(hexadecimal) : 0;
    }

    private static List<Chapter> chapters(JsonNode nodes) {
        List<Chapter> chapters = new ArrayList<>();
        for (JsonNode node : nodes) {
            String title = text(node.path("tags"), "title");
            chapters.add(new Chapter(
                    micros(node.path("start_time").asText("")),
                    micros(node.path("end_time").asText("")),
                    title == null ? "Chapter " + (chapters.size() + 1) : title));
        }
        return List.copyOf(chapters);
    }

    private static Set<String> dispositions(JsonNode disposition) {
        Set<String> set = new TreeSet<>();
        disposition.properties().forEach(flag -> {
            if (flag.getValue().asInt() == 1) {
                set.add(flag.getKey());
            }
        });
        return Set.copyOf(set);
    }

    /** FFmpeg writes some characters as their numbers: {@code Q[36]x1} is {@code Q$x1}. */
    private static String characters(String tag) {
        return CODE.matcher(tag).replaceAll(code -> {
            int character = Integer.parseInt(code.group(1));
            String shown = character >= ' ' && character <= '~' ? Character.toString(character) : code.group();
            return Matcher.quoteReplacement(shown);
        });
    }

    /** On one line, and without characters that a name must not contain: titles of tracks are shown as names are. */
    private static @Nullable String text(JsonNode node, String field) {
        String text = Characters.name(node.path(field).asText("").replaceAll("\\p{Cntrl}+", " "))
                .strip();
        return text.isEmpty() ? null : text;
    }

    static @Nullable String known(JsonNode node, String field) {
        String text = text(node, field);
        return text == null || text.equals("unknown") || text.equals("reserved") ? null : text;
    }

    private static @Nullable String language(JsonNode tags) {
        String language = text(tags, "language");
        return language == null || language.toLowerCase(Locale.ROOT).equals("und") ? null : language;
    }

    private static double number(JsonNode node, String field) {
        double number = node.path(field).asDouble(0);
        return Double.isFinite(number) ? number : 0;
    }

    /** Matroska tells a track's duration only in a tag; the file's duration includes subtitles. */
    private static double duration(JsonNode stream, JsonNode tags) {
        String[] parts = tags.path("DURATION").asText("").split(":", -1);
        if (stream.has("duration") || parts.length != 3) {
            return number(stream, "duration");
        }
        try {
            return Integer.parseInt(parts[0]) * 3600 + Integer.parseInt(parts[1]) * 60 + Double.parseDouble(parts[2]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long micros(String seconds) {
        try {
            return new BigDecimal(seconds).movePointRight(6).longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Rational rational(String text, Rational otherwise) {
        try {
            return Rational.parse(text);
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** Shapes beyond 4:1 are mistakes of the writer, not of the camera. */
    static Rational sampleAspect(String text) {
        Rational square = new Rational(1, 1);
        Rational aspect = rational(text.replace(':', '/'), square);
        return aspect.value() > 4 || aspect.value() < 0.25 ? square : aspect;
    }

    private static String pixelFormat(String format, JsonNode tags) {
        return tags.path("alpha_mode").asText("").equals("1") ? format.replaceFirst("^yuv(?=4)", "yuva") : format;
    }

    /** FFmpeg crops it right after the decoder. */
    private static int cropped(JsonNode sideData, String... sides) {
        int pixels = 0;
        for (JsonNode datum : sideData) {
            for (String side : sides) {
                pixels += datum.path(side).asInt();
            }
        }
        return pixels;
    }

    /**
     * Dolby Vision with compatibility id 0 (profile 5, and 10.0 in AV1) has IPTPQc2 colours. They look green and purple
     * when they are taken for YCbCr (Dolby Vision Profiles and Levels, 1.3.2, table 2).
     */
    private static boolean hasBaseLayer(JsonNode sideData) {
        for (JsonNode datum : sideData) {
            int profile = datum.path("dv_profile").asInt();
            if ((profile == 5 || profile == 10)
                    && datum.path("dv_bl_signal_compatibility_id").asInt() == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The display matrix turns counter-clockwise and can hold any angle; FFmpeg turns frames upright only by quarters.
     */
    private static int rotation(JsonNode sideData) {
        for (JsonNode datum : sideData) {
            if (datum.has("rotation")) {
                double clockwise = ((-datum.path("rotation").asDouble() % 360) + 360) % 360;
                long quarters = Math.round(clockwise / 90);
                return Math.abs(clockwise - quarters * 90) < 1 ? (int) (quarters % 4) * 90 : 0;
            }
        }
        return 0;
    }

    /** A matrix whose determinant is negative turns what is left to the right, however it rotates. */
    private static boolean isMirrored(JsonNode sideData) {
        for (JsonNode datum : sideData) {
            long[] matrix = NUMBER.matcher(datum.path("displaymatrix").asText(""))
                    .results()
                    .mapToLong(number -> Long.parseLong(number.group()))
                    .toArray();
            if (matrix.length == 9) {
                return matrix[0] * matrix[4] < matrix[1] * matrix[3];
            }
        }
        return false;
    }

    private static List<Rational> rates(JsonNode stream) {
        List<Rational> rates = new ArrayList<>();
        for (String field : List.of("r_frame_rate", "avg_frame_rate")) {
            try {
                rates.add(Rational.parse(stream.path(field).asText("")));
            } catch (IllegalArgumentException e) {
                // 0/0: it claims nothing.
            }
        }
        return List.copyOf(rates);
    }
}
