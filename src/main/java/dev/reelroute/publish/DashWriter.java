package dev.reelroute.publish;

import dev.reelroute.inspect.SourceInfo.AudioRole;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.EncodedTrack.Segment;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Grid;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.VideoCodec;
import dev.reelroute.text.TextTrack;
import java.io.StringWriter;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A static DASH manifest (ISO/IEC 23009-1, main profile) over the same segments as the HLS playlists.
 *
 * Segments are listed one by one, because their names contain the attempt that made them and follow no template. A
 * timeline gives their exact times, because audio is cut between audio frames.
 */
final class DashWriter {

    private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";

    private final Plan plan;
    private final List<EncodedTrack> tracks;
    private final List<TextTrack> texts;
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private int depth;

    /**
     * @param tracks one per rendition of the plan
     * @param texts all subtitles
     */
    DashWriter(Plan plan, List<EncodedTrack> tracks, List<TextTrack> texts) {
        this.plan = plan;
        this.tracks = tracks;
        this.texts = texts;
        try {
            // The platform's own: other libraries on the class path write XML in other ways.
            this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    String manifest() {
        try {
            write();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Text cannot fail to be written", e);
        }
    }

    private void write() throws XMLStreamException {
        Grid grid = plan.grid();
        xml.writeStartDocument("UTF-8", "1.0");
        open("MPD");
        xml.writeDefaultNamespace(NAMESPACE);
        attribute("profiles", "urn:mpeg:dash:profile:isoff-main:2011");
        attribute("type", "static");
        attribute(
                "mediaPresentationDuration",
                seconds(grid.frameRate()
                        .seconds(track(plan.renditions().get(0).name()).frames())));
        attribute("minBufferTime", seconds(grid.segmentSeconds()));
        // Without a base URL, FFmpeg resolves listed segments twice against the manifest's own folder.
        text("BaseURL", "./");
        open("Period");
        attribute("id", "0");
        attribute("start", "PT0S");
        Map<VideoCodec, List<Rendition>> codecs = byCodec();
        int id = 0;
        for (List<Rendition> renditions : codecs.values()) {
            video(renditions, id++, codecs.size());
        }
        for (AudioRendition audio : plan.audio()) {
            audio(audio, id++);
        }
        for (TextTrack track : texts) {
            subtitles(track, id++);
        }
        close();
        close();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private Map<VideoCodec, List<Rendition>> byCodec() {
        return plan.renditions().stream()
                .collect(Collectors.groupingBy(
                        rendition -> VideoCodec.of(rendition.codec()),
                        () -> new EnumMap<>(VideoCodec.class),
                        Collectors.toList()));
    }

    /**
     * @param id of this set; video sets are numbered from 0
     * @param sets number of video sets; a player may switch between any two that it can play (ISO/IEC 23009-1 §5.3.3.5)
     */
    private void video(List<Rendition> renditions, int id, int sets) throws XMLStreamException {
        Rational rate = plan.grid().frameRate();
        Rendition largest = Collections.max(renditions, Comparator.comparingInt(Rendition::height));
        Rational shape = new Rational(largest.width(), largest.height());
        open("AdaptationSet");
        attribute("id", id);
        attribute("contentType", "video");
        attribute("mimeType", "video/mp4");
        attribute("segmentAlignment", "true");
        attribute("startWithSAP", "1");
        attribute("par", shape.num() + ":" + shape.den());
        attribute("maxWidth", largest.width());
        attribute("maxHeight", largest.height());
        attribute("frameRate", rate.den() == 1 ? Long.toString(rate.num()) : rate.toString());
        if (sets > 1) {
            leaf("SupplementalProperty");
            attribute("schemeIdUri", "urn:mpeg:dash:adaptation-set-switching:2016");
            attribute(
                    "value",
                    IntStream.range(0, sets)
                            .filter(other -> other != id)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")));
        }
        for (Rendition rendition : renditions) {
            EncodedTrack track = track(rendition.name());
            representation(track);
            attribute("width", rendition.width());
            attribute("height", rendition.height());
            attribute("sar", "1:1");
            segments(track);
            close();
        }
        close();
    }

    private void audio(AudioRendition audio, int id) throws XMLStreamException {
        EncodedTrack track = track(audio.name());
        open("AdaptationSet");
        attribute("id", id);
        attribute("contentType", "audio");
        attribute("mimeType", "audio/mp4");
        attribute("lang", Labels.bcp47(audio.language()));
        attribute("segmentAlignment", "true");
        attribute("startWithSAP", "1");
        // When there are several encodings of one track, a player takes the one that plays everywhere, unless it knows
        // better.
        attribute("selectionPriority", audio.group().equals(plan.audio().get(0).group()) ? 2 : 1);
        text("Label", Labels.clean(audio.label()));
        if (audio.role() == AudioRole.DESCRIPTION) {
            descriptor("Accessibility", "urn:tva:metadata:cs:AudioPurposeCS:2007", "1");
        }
        descriptor("Role", "urn:mpeg:dash:role:2011", role(audio));
        representation(track);
        attribute("audioSamplingRate", audio.sampleRate());
        // ISO/IEC 23001-8: the number of channels, except for the cinema layout of 7.1.
        descriptor(
                "AudioChannelConfiguration",
                "urn:mpeg:mpegB:cicp:ChannelConfiguration",
                Integer.toString(audio.channels() == 8 ? 12 : audio.channels()));
        segments(track);
        close();
        close();
    }

    /** ISO/IEC 23009-1 §5.8.5.5. */
    private static String role(AudioRendition audio) {
        return switch (audio.role()) {
            case COMMENTARY -> "commentary";
            case DESCRIPTION -> "description";
            case PROGRAMME -> audio.isDefault() ? "main" : "alternate";
        };
    }

    /** One file beside the segments. */
    private void subtitles(TextTrack track, int id) throws XMLStreamException {
        open("AdaptationSet");
        attribute("id", id);
        attribute("contentType", "text");
        attribute("mimeType", "text/vtt");
        attribute("lang", Labels.bcp47(track.language()));
        text("Label", Labels.clean(track.label()));
        descriptor(
                "Role",
                "urn:mpeg:dash:role:2011",
                switch (track.kind()) {
                    case SUBTITLES -> "subtitle";
                    case CAPTIONS -> "caption";
                    case FORCED -> "forced-subtitle";
                });
        if (track.isDefault()) {
            descriptor("Role", "urn:mpeg:dash:role:2011", "main");
        }
        open("Representation");
        attribute("id", track.name());
        attribute(
                "bandwidth",
                Math.max(1, Math.round(track.bytes() * 8 / plan.grid().duration())));
        text("BaseURL", track.key());
        close();
        close();
    }

    private void representation(EncodedTrack track) throws XMLStreamException {
        open("Representation");
        attribute("id", track.rendition());
        attribute("codecs", track.codecs());
        attribute("bandwidth", Bitrate.of(track, plan.grid().segmentSeconds()).peak());
    }

    private void segments(EncodedTrack track) throws XMLStreamException {
        open("SegmentList");
        attribute("timescale", track.timescale());
        leaf("Initialization");
        attribute("sourceURL", track.init());
        timeline(track);
        for (Segment segment : track.segments()) {
            leaf("SegmentURL");
            attribute("media", segment.key());
        }
        close();
    }

    /**
     * Presentation times: the edit list removes the encoder's delay, from the first segment. There is one element for
     * each segment, even if it repeats: dash.js 5 takes the n-th element's address for all of its repetitions.
     */
    private void timeline(EncodedTrack track) throws XMLStreamException {
        open("SegmentTimeline");
        List<Segment> segments = track.segments();
        for (int i = 0; i < segments.size(); i++) {
            leaf("S");
            if (i == 0) {
                attribute("t", 0);
            }
            attribute("d", segments.get(i).duration() - (i == 0 ? track.priming() : 0));
        }
        close();
    }

    private EncodedTrack track(String rendition) {
        return tracks.stream()
                .filter(track -> track.rendition().equals(rendition))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No track for " + rendition));
    }

    private void open(String element) throws XMLStreamException {
        indent();
        xml.writeStartElement(element);
        depth++;
    }

    private void close() throws XMLStreamException {
        depth--;
        indent();
        xml.writeEndElement();
    }

    /** An element with nothing but the attributes that follow. */
    private void leaf(String element) throws XMLStreamException {
        indent();
        xml.writeEmptyElement(element);
    }

    private void descriptor(String element, String scheme, String value) throws XMLStreamException {
        leaf(element);
        attribute("schemeIdUri", scheme);
        attribute("value", value);
    }

    private void text(String element, String content) throws XMLStreamException {
        indent();
        xml.writeStartElement(element);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value);
    }

    private void attribute(String name, long value) throws XMLStreamException {
        attribute(name, Long.toString(value));
    }

    /** ISO 8601 duration. */
    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "PT%.6fS", seconds);
    }
}
