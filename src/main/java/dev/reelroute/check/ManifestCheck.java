package dev.reelroute.check;

import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.MediaKey;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.text.TextTrack;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Reads playlists and manifests as a player does, without knowledge of how they were written, and compares them with
 * what was encoded: HLS by RFC 8216, DASH by ISO/IEC 23009-1, the storyboard by the WebVTT recommendation.
 */
public final class ManifestCheck {

    private static final double ROUNDING_SECONDS = 0.001;

    private static final long ROUNDING_BITS = 2;

    /**
     * @param tracks one per rendition, whole
     * @param subtitles all text tracks
     * @param texts all playlists and manifests as they will be published, by key relative to the video's prefix
     * @param stored keys of all other objects that are published
     * @return what is wrong, empty when nothing is
     */
    public List<Fault> faults(
            Plan plan,
            List<EncodedTrack> tracks,
            List<TextTrack> subtitles,
            Map<String, String> texts,
            Set<String> stored) {
        return new Reader(plan, tracks, subtitles, texts, stored).all();
    }

    private static final class Reader {

        private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^\",]*)(?:,|$)");
        private static final Pattern CUE =
                Pattern.compile("(\\d+):(\\d\\d):(\\d\\d\\.\\d{3}) --> (\\d+):(\\d\\d):(\\d\\d\\.\\d{3})");

        private final Plan plan;
        private final List<EncodedTrack> tracks;
        private final List<TextTrack> subtitles;
        private final Map<String, String> texts;
        private final Set<String> stored;
        private final List<Fault> faults = new ArrayList<>();

        Reader(
                Plan plan,
                List<EncodedTrack> tracks,
                List<TextTrack> subtitles,
                Map<String, String> texts,
                Set<String> stored) {
            this.plan = plan;
            this.tracks = tracks;
            this.subtitles = subtitles;
            this.texts = texts;
            this.stored = stored;
        }

        List<Fault> all() {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                String key = text.getKey();
                List<String> lines = text.getValue().lines().toList();
                if (key.endsWith(".mpd")) {
                    require(!plan.encrypted(), key, "is of no use for segments that are encrypted as HLS has it");
                    manifest(key, text.getValue());
                } else if (key.endsWith(".vtt")) {
                    cues(key, lines);
                } else if (lines.stream().anyMatch(line -> line.startsWith("#EXT-X-STREAM-INF"))) {
                    master(key, lines);
                } else {
                    media(key, lines);
                }
            }
            return faults;
        }

        private void require(boolean holds, String key, String otherwise) {
            if (!holds) {
                faults.add(new Fault(key, otherwise));
            }
        }

        // --- HLS

        private void master(String key, List<String> lines) {
            require(!lines.isEmpty() && lines.get(0).equals("#EXTM3U"), key, "does not begin with #EXTM3U");
            List<Map<String, String>> media = lines.stream()
                    .filter(line -> line.startsWith("#EXT-X-MEDIA:"))
                    .map(Reader::attributes)
                    .toList();
            Set<EncodedTrack> named = new HashSet<>();
            Set<String> playlists = new HashSet<>();
            Set<List<@Nullable String>> names = new HashSet<>();
            for (Map<String, String> each : media) {
                List<@Nullable String> name = Arrays.asList(each.get("TYPE"), each.get("GROUP-ID"), each.get("NAME"));
                require(names.add(name), key, "has " + name + " twice");
                String uri = each.get("URI");
                if (uri != null) {
                    playlists.add(resolve(key, uri));
                    add(named, key, uri);
                }
            }
            for (TextTrack track : subtitles) {
                require(
                        playlists.stream()
                                .anyMatch(playlist -> texts.getOrDefault(playlist, "")
                                        .lines()
                                        .anyMatch(
                                                line -> resolve(playlist, line).equals(track.key()))),
                        key,
                        "does not lead to " + track.name());
            }
            scores(key, lines);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("#EXT-X-STREAM-INF:")) {
                    String uri = i + 1 < lines.size() ? lines.get(i + 1) : "";
                    EncodedTrack track = add(named, key, uri);
                    if (track != null) {
                        variant(key, uri, attributes(lines.get(i)), track, media);
                    }
                }
            }
            for (EncodedTrack track : tracks) {
                require(named.contains(track), key, "does not lead to " + track.rendition());
            }
        }

        /** Variants without a score cannot be compared with those that have one (draft-pantos-hls-rfc8216bis). */
        private void scores(String key, List<String> lines) {
            List<String> scores = lines.stream()
                    .filter(line -> line.startsWith("#EXT-X-STREAM-INF:"))
                    .map(line -> attributes(line).getOrDefault("SCORE", ""))
                    .toList();
            require(
                    scores.stream().allMatch(String::isEmpty) || scores.stream().allMatch(score -> number(score) >= 0),
                    key,
                    "has SCORE=" + scores);
        }

        private @Nullable EncodedTrack add(Set<EncodedTrack> named, String key, String uri) {
            String playlist = resolve(key, uri);
            String text = texts.get(playlist);
            if (text == null) {
                require(false, key, "names " + uri + ", which does not exist");
                return null;
            }
            for (EncodedTrack track : tracks) {
                if (text.lines()
                        .filter(line -> line.startsWith("#EXT-X-MAP:"))
                        .anyMatch(line -> resolve(playlist, attributes(line).getOrDefault("URI", ""))
                                .equals(track.init()))) {
                    named.add(track);
                    return track;
                }
            }
            return null;
        }

        private void variant(
                String key, String uri, Map<String, String> said, EncodedTrack track, List<Map<String, String>> media) {
            String name = "says of " + track.rendition() + " ";
            Set<String> codecs = new TreeSet<>(List.of(track.codecs()));
            long audioPeak = 0;
            String group = said.get("AUDIO");
            List<EncodedTrack> members = new ArrayList<>();
            for (Map<String, String> each : media) {
                if ("AUDIO".equals(each.get("TYPE"))
                        && each.getOrDefault("GROUP-ID", "").equals(group)) {
                    String playlist = each.getOrDefault("URI", "");
                    EncodedTrack member = add(new HashSet<>(), key, playlist);
                    if (member != null) {
                        members.add(member);
                        codecs.add(member.codecs());
                        audioPeak = Math.max(audioPeak, peak(member, target(key, playlist)));
                    }
                }
            }
            require((group == null) == plan.audio().isEmpty(), key, name + "AUDIO=" + group);
            require(group == null || !members.isEmpty(), key, name + "AUDIO=" + group + ", a group without members");
            require(
                    codecs.equals(new TreeSet<>(
                            Arrays.asList(said.getOrDefault("CODECS", "").split("\\s*,\\s*")))),
                    key,
                    name + "CODECS=" + said.get("CODECS") + " instead of " + String.join(",", codecs));
            String shown = said.get("SUBTITLES");
            require((shown == null) == subtitles.isEmpty(), key, name + "SUBTITLES=" + shown);
            require(
                    shown == null
                            || media.stream()
                                    .anyMatch(each ->
                                            "SUBTITLES".equals(each.get("TYPE")) && shown.equals(each.get("GROUP-ID"))),
                    key,
                    name + "SUBTITLES=" + shown + ", a group without members");
            long measured = peak(track, target(key, uri)) + audioPeak;
            require(
                    number(said.get("BANDWIDTH")) >= measured - ROUNDING_BITS,
                    key,
                    name + "BANDWIDTH=" + said.get("BANDWIDTH") + ", less than its peak of " + measured);
            require(
                    number(said.get("BANDWIDTH")) >= number(said.get("AVERAGE-BANDWIDTH")),
                    key,
                    name + "a higher average than peak");
            for (Rendition rendition : plan.renditions()) {
                if (rendition.name().equals(track.rendition())) {
                    String size = rendition.width() + "x" + rendition.height();
                    require(
                            size.equals(said.get("RESOLUTION")),
                            key,
                            name + "RESOLUTION=" + said.get("RESOLUTION") + " instead of " + size);
                }
            }
            double rate = plan.grid().frameRate().value();
            require(
                    Math.abs(number(said.get("FRAME-RATE")) - rate) < 0.001,
                    key,
                    String.format(Locale.ROOT, "%sFRAME-RATE=%s instead of %.3f", name, said.get("FRAME-RATE"), rate));
        }

        private void media(String key, List<String> lines) {
            require(lines.contains("#EXT-X-ENDLIST"), key, "has no end");
            EncodedTrack track = add(new HashSet<>(), key, key.substring(key.lastIndexOf('/') + 1));
            if (track == null) {
                text(key, lines);
                return;
            }
            double target = number(value(lines, "#EXT-X-TARGETDURATION:"));
            double seconds = 0;
            List<Segment> segments = track.segments();
            int next = 0;
            for (String line : lines) {
                if (line.startsWith("#EXTINF:")) {
                    seconds = number(line.substring(line.indexOf(':') + 1).split(",", -1)[0]);
                    require(
                            Math.round(seconds) <= target,
                            key,
                            "has a segment of " + seconds + " s, its target is " + target);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    String named = resolve(key, line);
                    require(stored.contains(named), key, "names " + line + ", which does not exist");
                    if (next < segments.size()) {
                        Segment segment = segments.get(next);
                        // The part of the first segment that the edit list hides is not heard.
                        long hidden = next == 0 ? track.priming() : 0;
                        double lasts = (double) (segment.duration() - hidden) / track.timescale();
                        require(named.equals(segment.key()), key, "names " + line + " instead of " + segment.key());
                        require(
                                Math.abs(seconds - lasts) < ROUNDING_SECONDS,
                                key,
                                "says " + seconds + " s of a segment of " + lasts);
                    }
                    next++;
                }
            }
            encryption(key, lines);
            require(stored.contains(track.init()), key, "needs " + track.init() + ", which does not exist");
            require(next == segments.size(), key, "names " + next + " segments of " + segments.size());
        }

        /** The header of the segments is not encrypted, all segments are, with the video's key. */
        private void encryption(String key, List<String> lines) {
            int map = -1;
            int first = lines.size();
            List<Integer> keys = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.startsWith("#EXT-X-MAP:")) {
                    map = i;
                } else if (line.startsWith("#EXT-X-KEY:")) {
                    keys.add(i);
                    Map<String, String> said = attributes(line);
                    require(
                            "AES-128".equals(said.get("METHOD"))
                                    && isTheKey(key, said.getOrDefault("URI", ""))
                                    && !said.containsKey("IV"),
                            key,
                            "says " + line);
                } else if (line.startsWith("#EXTINF:") && first == lines.size()) {
                    first = i;
                }
            }
            if (plan.encrypted()) {
                require(
                        keys.size() == 1 && keys.get(0) > map && keys.get(0) < first,
                        key,
                        "does not name the key of its segments once, after their header");
            } else {
                require(keys.isEmpty(), key, "names a key, and its segments are not encrypted");
            }
        }

        private static boolean isTheKey(String key, String uri) {
            try {
                return URI.create("/" + key).resolve(uri).getPath().equals("/" + MediaKey.NAME);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** The playlist of one text track, in segments that together last as long as the video. */
        private void text(String key, List<String> lines) {
            double target = number(value(lines, "#EXT-X-TARGETDURATION:"));
            double lasts = 0;
            for (String line : lines) {
                if (line.startsWith("#EXTINF:")) {
                    double seconds =
                            number(line.substring(line.indexOf(':') + 1).split(",", -1)[0]);
                    require(
                            Math.round(seconds) <= target,
                            key,
                            "has a segment of " + seconds + " s, its target is " + target);
                    lasts += seconds;
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    String named = resolve(key, line);
                    require(stored.contains(named), key, "names " + line + ", which does not exist");
                    require(
                            subtitles.stream().anyMatch(track -> track.key().equals(named)),
                            key,
                            "names " + line + ", which is of no track that was made");
                }
            }
            double duration = plan.grid().duration();
            require(Math.abs(lasts - duration) < ROUNDING_SECONDS, key, "lasts " + lasts + " s instead of " + duration);
        }

        private static String value(List<String> lines, String tag) {
            return lines.stream()
                    .filter(line -> line.startsWith(tag))
                    .map(line -> line.substring(tag.length()))
                    .findFirst()
                    .orElse("");
        }

        /** Target duration in seconds of the playlist that {@code uri} in the text of {@code key} names. */
        private double target(String key, String uri) {
            String playlist = texts.getOrDefault(resolve(key, uri), "");
            return number(value(playlist.lines().toList(), "#EXT-X-TARGETDURATION:"));
        }

        private static Map<String, String> attributes(String line) {
            Map<String, String> attributes = new HashMap<>();
            Matcher matcher = ATTRIBUTE.matcher(line.substring(line.indexOf(':') + 1));
            while (matcher.find()) {
                attributes.put(matcher.group(1), matcher.group(2).replace("\"", ""));
            }
            return attributes;
        }

        // --- DASH

        private void manifest(String key, String text) {
            Element root;
            try {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                root = factory.newDocumentBuilder()
                        .parse(new InputSource(new StringReader(text)))
                        .getDocumentElement();
            } catch (SAXException | IOException | ParserConfigurationException e) {
                require(false, key, "is no XML: " + e.getMessage());
                return;
            }
            double duration = plan.grid().frameRate().seconds(tracks.get(0).frames());
            String said = root.getAttribute("mediaPresentationDuration");
            require(
                    Math.abs(number(said.replaceAll("[PTS]", "")) - duration) < ROUNDING_SECONDS,
                    key,
                    "says that the video lasts " + said + " instead of " + duration + " s");
            Set<String> sets = new HashSet<>();
            for (Element set : elements(root, "AdaptationSet")) {
                String id = set.getAttribute("id");
                require(sets.add(id), key, "has the set " + id + " twice");
            }
            for (Element property : elements(root, "SupplementalProperty")) {
                List<String> others =
                        Arrays.asList(property.getAttribute("value").split(",", -1));
                require(sets.containsAll(others), key, "has no sets " + others + " to switch to");
            }
            Set<String> named = new HashSet<>();
            for (Element representation : elements(root, "Representation")) {
                String id = representation.getAttribute("id");
                require(named.add(id), key, "has " + id + " twice");
                tracks.stream()
                        .filter(track -> track.rendition().equals(id))
                        .forEach(track -> representation(key, representation, track));
                subtitles.stream()
                        .filter(track -> track.name().equals(id))
                        .forEach(track -> text(key, representation, track));
            }
            for (TextTrack track : subtitles) {
                require(named.contains(track.name()), key, "does not lead to " + track.name());
            }
            for (EncodedTrack track : tracks) {
                require(named.contains(track.rendition()), key, "does not lead to " + track.rendition());
            }
        }

        private void text(String key, Element said, TextTrack track) {
            String name = "says of " + track.name() + " ";
            String type = inherited(said, "mimeType");
            require(type.equals("text/vtt"), key, name + "mimeType=" + type);
            List<String> urls = elements(said, "BaseURL").stream()
                    .map(Element::getTextContent)
                    .toList();
            require(urls.equals(List.of(track.key())), key, name + urls + " instead of " + track.key());
            urls.forEach(url -> require(stored.contains(url), key, "names " + url + ", which does not exist"));
        }

        private void representation(String key, Element said, EncodedTrack track) {
            String name = "says of " + track.rendition() + " ";
            String codecs = inherited(said, "codecs");
            require(track.codecs().equals(codecs), key, name + "codecs=" + codecs + " instead of " + track.codecs());
            long measured = peak(track, plan.grid().segmentSeconds());
            require(
                    number(said.getAttribute("bandwidth")) >= measured - ROUNDING_BITS,
                    key,
                    name + "bandwidth=" + said.getAttribute("bandwidth") + ", less than its peak of " + measured);
            for (Rendition rendition : plan.renditions()) {
                if (rendition.name().equals(track.rendition())) {
                    require(
                            inherited(said, "width").equals(Integer.toString(rendition.width()))
                                    && inherited(said, "height").equals(Integer.toString(rendition.height())),
                            key,
                            name + "another size than " + rendition.width() + "x" + rendition.height());
                    String rate = inherited(said, "frameRate");
                    require(
                            (rate.contains("/") ? rate : rate + "/1")
                                    .equals(plan.grid().frameRate().toString()),
                            key,
                            name + "frameRate=" + rate);
                }
            }
            List<String> media = new ArrayList<>();
            for (Element list : elements(said, "SegmentList")) {
                require(
                        list.getAttribute("timescale").equals(Long.toString(track.timescale())),
                        key,
                        name + "another timescale than " + track.timescale());
                elements(list, "Initialization")
                        .forEach(init -> require(
                                init.getAttribute("sourceURL").equals(track.init()),
                                key,
                                name + "another init segment than " + track.init()));
                elements(list, "SegmentURL").forEach(url -> media.add(url.getAttribute("media")));
            }
            require(
                    media.equals(track.segments().stream().map(Segment::key).toList()),
                    key,
                    name + "other segments than were made");
            media.forEach(url -> require(stored.contains(url), key, "names " + url + ", which does not exist"));
            long ticks = 0;
            for (Element run : elements(said, "S")) {
                long times = run.hasAttribute("r") ? Long.parseLong(run.getAttribute("r")) + 1 : 1;
                ticks += times * Long.parseLong(run.getAttribute("d"));
            }
            long made = track.segments().stream().mapToLong(Segment::duration).sum() - track.priming();
            require(ticks == made, key, name + "a time line of " + ticks + " ticks instead of " + made);
        }

        private static String inherited(Element element, String attribute) {
            return element.hasAttribute(attribute) || !(element.getParentNode() instanceof Element parent)
                    ? element.getAttribute(attribute)
                    : parent.getAttribute(attribute);
        }

        private static List<Element> elements(Element parent, String tag) {
            NodeList nodes = parent.getElementsByTagName(tag);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                elements.add((Element) nodes.item(i));
            }
            return elements;
        }

        // --- WebVTT

        private void cues(String key, List<String> lines) {
            require(!lines.isEmpty() && lines.get(0).startsWith("WEBVTT"), key, "does not begin with WEBVTT");
            double before = 0;
            for (int i = 0; i < lines.size(); i++) {
                Matcher cue = CUE.matcher(lines.get(i));
                if (cue.lookingAt()) {
                    double begin = seconds(cue, 1);
                    double end = seconds(cue, 4);
                    require(begin >= before && end >= begin, key, "goes back in time at " + lines.get(i));
                    before = begin;
                    String sprite = i + 1 < lines.size() ? lines.get(i + 1) : "";
                    if (key.startsWith("storyboard") && sprite.contains("#xywh=")) {
                        String image = resolve(key, sprite.substring(0, sprite.indexOf('#')));
                        require(stored.contains(image), key, "names " + image + ", which does not exist");
                    }
                }
            }
        }

        private static double seconds(Matcher cue, int group) {
            return Long.parseLong(cue.group(group)) * 3600
                    + Long.parseLong(cue.group(group + 1)) * 60
                    + Double.parseDouble(cue.group(group + 2));
        }

        // --- all

        /**
         * Bits per second: the largest rate of any run of segments that lasts 0.5 to 1.5 target durations, or of all
         * segments where there is no such run (RFC 8216 §4.3.4.2).
         */
        private static long peak(EncodedTrack track, double target) {
            List<Segment> segments = track.segments();
            double shortest = 0.5 * target * track.timescale();
            double longest = 1.5 * target * track.timescale();
            double most = (double) segments.stream().mapToLong(Segment::bytes).sum()
                    / segments.stream().mapToLong(Segment::duration).sum();
            for (int from = 0; from < segments.size(); from++) {
                long bytes = 0;
                long ticks = 0;
                for (int to = from; to < segments.size() && ticks <= longest; to++) {
                    bytes += segments.get(to).bytes();
                    ticks += segments.get(to).duration();
                    if (ticks >= shortest && ticks <= longest) {
                        most = Math.max(most, (double) bytes / ticks);
                    }
                }
            }
            return (long) (most * 8 * track.timescale());
        }

        private static double number(@Nullable String text) {
            try {
                return text == null ? -1 : Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                return -1;
            }
        }

        /** The key, relative to the video's prefix, that an address in the text of {@code key} leads to. */
        private static String resolve(String key, String uri) {
            return key.substring(0, key.lastIndexOf('/') + 1) + uri;
        }
    }
}
