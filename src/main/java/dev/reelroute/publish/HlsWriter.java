package dev.reelroute.publish;

import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.MediaKey;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.VideoCodec;
import dev.reelroute.text.TextKind;
import dev.reelroute.text.TextTrack;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HLS playlists (RFC 8216 and its successor, draft-pantos-hls-rfc8216bis) over CMAF segments.
 */
final class HlsWriter {

    private static final String TEXT_GROUP = "subtitles";

    private final Plan plan;
    private final List<EncodedTrack> tracks;
    private final List<TextTrack> texts;

    /**
     * @param tracks one for each rendition of the plan
     * @param texts all subtitles
     */
    HlsWriter(Plan plan, List<EncodedTrack> tracks, List<TextTrack> texts) {
        this.plan = plan;
        this.tracks = tracks;
        this.texts = texts;
    }

    String master() {
        StringBuilder text = head();
        List<AudioGroup> groups = AudioGroup.of(plan.audio());
        for (AudioGroup group : groups) {
            Set<String> names = new HashSet<>();
            for (AudioRendition audio : group.members()) {
                audio(text, group, audio, unique(names, audio.label(), audio.name()));
            }
        }
        Set<String> textNames = new HashSet<>();
        for (TextTrack track : texts) {
            subtitles(text, track, unique(textNames, track.label(), track.name()));
        }
        // Players begin with the first variant: so all of one group come before those of the next.
        for (AudioGroup group : groups) {
            variants(text, group);
        }
        if (groups.isEmpty()) {
            variants(text, null);
        }
        return text.toString();
    }

    private void audio(StringBuilder text, AudioGroup group, AudioRendition audio, String name) {
        text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(group.id()).append('"');
        text.append(",NAME=\"").append(name).append('"');
        String language = Labels.bcp47(audio.language());
        if (!language.equals("und")) {
            text.append(",LANGUAGE=\"").append(language).append('"');
        }
        text.append(",DEFAULT=").append(audio.isDefault() ? "YES" : "NO");
        // A commentary is only for viewers who choose it, not for all who speak its language.
        boolean chosenByItself = audio.isDefault() || audio.role() != AudioRole.COMMENTARY;
        text.append(",AUTOSELECT=").append(chosenByItself ? "YES" : "NO");
        if (audio.role() == AudioRole.DESCRIPTION) {
            text.append(",CHARACTERISTICS=\"public.accessibility.describes-video\"");
        }
        text.append(",CHANNELS=\"").append(audio.channels()).append('"');
        text.append(",URI=\"").append(playlist(audio.name())).append("\"\n");
    }

    private static void subtitles(StringBuilder text, TextTrack track, String name) {
        text.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"" + TEXT_GROUP + "\",NAME=\"")
                .append(name)
                .append('"');
        String language = Labels.bcp47(track.language());
        if (!language.equals("und")) {
            text.append(",LANGUAGE=\"").append(language).append('"');
        }
        text.append(",DEFAULT=").append(track.isDefault() ? "YES" : "NO").append(",AUTOSELECT=YES");
        text.append(",FORCED=").append(track.kind() == TextKind.FORCED ? "YES" : "NO");
        if (track.kind() == TextKind.CAPTIONS) {
            text.append(",CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,"
                    + "public.accessibility.describes-music-and-sound\"");
        }
        text.append(",URI=\"").append(playlist(track.name())).append("\"\n");
    }

    /** Each video rendition with the audio of one group. */
    private void variants(StringBuilder text, @Nullable AudioGroup group) {
        Bitrate audioRate = Bitrate.SILENT;
        for (AudioRendition audio : group == null ? List.<AudioRendition>of() : group.members()) {
            Bitrate bitrate = bitrate(named(audio.name()).get(0));
            audioRate = new Bitrate(
                    Math.max(audioRate.peak(), bitrate.peak()), Math.max(audioRate.average(), bitrate.average()));
        }
        for (Rendition rendition : plan.renditions()) {
            for (EncodedTrack track : named(rendition.name())) {
                Bitrate bitrate = bitrate(track).with(audioRate);
                text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bitrate.peak());
                text.append(",AVERAGE-BANDWIDTH=").append(bitrate.average());
                text.append(",CODECS=\"").append(codecs(track, group)).append('"');
                text.append(",RESOLUTION=")
                        .append(rendition.width())
                        .append('x')
                        .append(rendition.height());
                text.append(String.format(
                        Locale.ROOT, ",FRAME-RATE=%.3f", plan.grid().frameRate().value()));
                if (severalCodecs()) {
                    text.append(",SCORE=").append(score(rendition));
                }
                if (group != null) {
                    text.append(",AUDIO=\"").append(group.id()).append('"');
                }
                if (!texts.isEmpty()) {
                    text.append(",SUBTITLES=\"" + TEXT_GROUP + '"');
                }
                text.append('\n').append(playlist(rendition.name())).append('\n');
            }
        }
    }

    String media(EncodedTrack track) {
        StringBuilder text = head();
        text.append("#EXT-X-TARGETDURATION:").append(targetDuration()).append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:0\n");
        text.append("#EXT-X-PLAYLIST-TYPE:VOD\n");
        text.append("#EXT-X-MAP:URI=\"")
                .append(relative(track.rendition(), track.init()))
                .append("\"\n");
        if (plan.encrypted()) {
            text.append(MediaKey.TAG);
        }
        for (Segment segment : track.segments()) {
            // The edit list removes the encoder's delay from the first segment.
            long delay = segment.start() == 0 ? track.priming() : 0;
            double seconds = (double) (segment.duration() - delay) / track.timescale();
            text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", seconds));
            text.append(relative(track.rendition(), segment.key())).append('\n');
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }

    /**
     * The whole text in one segment: the text of a film is smaller than a second of its video (RFC 8216 §6.2.4 allows
     * it).
     */
    String media(TextTrack track) {
        double duration = plan.grid().duration();
        return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + (long) Math.ceil(duration)
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n"
                + String.format(Locale.ROOT, "#EXTINF:%.6f,\n", duration)
                + relative(track.name(), track.key()) + "\n#EXT-X-ENDLIST\n";
    }

    /** Key of a rendition's media playlist, relative to the video's prefix. */
    static String playlist(String rendition) {
        return rendition + "/index.m3u8";
    }

    private static StringBuilder head() {
        return new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    }

    /**
     * One number for all playlists of the video: a segment of the grid, and one audio frame, by which audio may be cut
     * later.
     */
    private long targetDuration() {
        Grid grid = plan.grid();
        return (long) Math.max(1, Math.ceil(grid.segmentSeconds()));
    }

    private List<EncodedTrack> named(String rendition) {
        return tracks.stream()
                .filter(track -> track.rendition().equals(rendition))
                .toList();
    }

    private Bitrate bitrate(EncodedTrack track) {
        return Bitrate.of(track, (double) targetDuration());
    }

    private boolean severalCodecs() {
        return plan.renditions().stream().map(Rendition::codec).distinct().count() > 1;
    }

    /**
     * The bit rate does not compare quality across codecs, and players would choose the highest
     * (draft-pantos-hls-rfc8216bis, SCORE). Here a larger frame counts as better, and at equal size the codec that
     * needs fewer bits for it.
     */
    private int score(Rendition rendition) {
        Comparator<Rendition> quality = Comparator.comparingInt((Rendition other) -> other.width() * other.height())
                .thenComparing(other -> VideoCodec.of(other.codec()));
        return 1
                + (int) plan.renditions().stream()
                        .filter(other -> quality.compare(other, rendition) < 0)
                        .count();
    }

    private String codecs(EncodedTrack video, @Nullable AudioGroup group) {
        Stream<EncodedTrack> audioTracks = group == null
                ? Stream.empty()
                : group.members().stream().flatMap(audio -> named(audio.name()).stream());
        return Stream.concat(Stream.of(video), audioTracks)
                .map(EncodedTrack::codecs)
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** Names must differ within a group (RFC 8216 §4.3.4.1.1). */
    private static String unique(Set<String> names, String given, String otherwise) {
        String clean = Labels.clean(given);
        String label = clean.isEmpty() ? otherwise : clean;
        String name = label;
        for (int count = 2; !names.add(name); count++) {
            name = label + ' ' + count;
        }
        return name;
    }

    private static String relative(String rendition, String key) {
        String folder = rendition + '/';
        if (!key.startsWith(folder)) {
            throw new IllegalArgumentException(key + " does not lie in " + folder);
        }
        return key.substring(folder.length());
    }
}
