package dev.reelroute.plan;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.AudioTrack;
import dev.reelroute.inspect.SourceInfo.TextTrack;
import dev.reelroute.inspect.SourceInfo.Timeline;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Language;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.Rendition;
import dev.reelroute.plan.Plan.Stills;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.plan.Profile.AudioEncoding;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.plan.Profile.Rung;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Makes a plan for a source. Pure: the same source and profile give the same plan. */
@Component
public final class LadderPlanner {

    /**
     * A source that is smaller than its rung by more than this gets an additional rendition of its own size: a film of
     * 1920x800 would lose a tenth of its width in 720p.
     */
    private static final double CLOSE_BELOW = 0.95;

    /** A rung this close to that rendition is left out: it saves little and costs as much to encode. */
    private static final double TOO_CLOSE = 0.85;

    /** Bits grow more slowly than pixels: with the power 0.75, a common rule of thumb for encoding ladders. */
    private static final double BITS_PER_PIXELS = 0.75;

    /**
     * Additional bits for more than 30 frames per second; frames that follow each other faster differ less, so it is
     * not twice as many.
     */
    private static final double FAST_MOTION = 1.5;

    private static final double WIDE = 16.0 / 9;

    /** Pixels of a side; JPEG ends at 65535, and graphics chips before. */
    private static final int LARGEST_SPRITE = 16_384;

    /** Seconds between storyboard frames that work well on a seek bar. */
    private static final List<Integer> INTERVALS = List.of(1, 2, 5, 10, 15, 20, 30, 60, 120, 300);

    /** @throws Refused {@code SOURCE_DAMAGED} when a part of the source is missing and the profile is strict */
    public Plan plan(SourceInfo source, Profile profile) {
        if (profile.damaged() == Damaged.STRICT) {
            source.warnings().stream()
                    .filter(warning -> warning.code().equals(SourceInfo.TRUNCATED))
                    .forEach(warning -> {
                        throw new Refused(FailureCode.SOURCE_DAMAGED, warning.message());
                    });
        }
        Grid grid = grid(source.video(), source.duration(), profile);
        return new Plan(
                profile.id(),
                source,
                grid,
                renditions(source.video(), grid, profile),
                audio(source.audio(), profile),
                texts(source.text().tracks(), profile),
                stills(source, grid, profile),
                profile.damaged(),
                profile.encrypted());
    }

    private static Grid grid(VideoTrack video, double duration, Profile profile) {
        Rational rate = video.frameRate();
        long frames = video.frames();
        if (rate.value() > profile.maxFrameRate()) {
            rate = new Rational(rate.num(), rate.den() * (long) Math.ceil(rate.value() / profile.maxFrameRate()));
            frames = Math.max(1, Math.round(duration * rate.value()));
        }
        int gop = Math.max(1, (int) Math.round(profile.gopSeconds() * rate.value()));
        int segment = gop * Math.max(1, (int) Math.round(profile.segmentSeconds() / profile.gopSeconds()));
        long segments = (frames + segment - 1) / segment;
        long perChunk = Math.max(1, Math.round(profile.chunkSeconds() / rate.seconds(segment)));
        perChunk = Math.max(perChunk, (segments + profile.maxChunks() - 1) / profile.maxChunks());
        perChunk = video.seekable() ? Math.min(perChunk, segments) : segments;
        return new Grid(rate, frames, gop, segment, Math.toIntExact(perChunk * segment));
    }

    private static List<Rendition> renditions(VideoTrack video, Grid grid, Profile profile) {
        int shortSide = Math.min(video.width(), video.height());
        return Arrays.stream(VideoCodec.values())
                .flatMap(codec -> fitting(codec, shortSide, profile).stream())
                .map(rung -> rendition(rung, video, grid, profile))
                .toList();
    }

    /**
     * The rungs of one codec that the source reaches. A source that is smaller than all of them is made in H.264 alone.
     */
    private static List<Rung> fitting(VideoCodec codec, int shortSide, Profile profile) {
        List<Rung> ladder = profile.ladder().stream()
                .filter(rung -> VideoCodec.of(rung.codec()) == codec)
                .toList();
        List<Rung> fitting = new ArrayList<>(
                ladder.stream().filter(rung -> rung.shortSide() <= shortSide).toList());
        boolean reachesTop = fitting.size() == ladder.size();
        boolean reachesNone = fitting.isEmpty();
        if (reachesTop || (reachesNone && codec != VideoCodec.H264)) {
            return fitting;
        }
        if (reachesNone || fitting.get(0).shortSide() < CLOSE_BELOW * shortSide) {
            Rung above = ladder.get(ladder.size() - fitting.size() - 1);
            fitting.removeIf(rung -> rung.shortSide() > TOO_CLOSE * shortSide);
            fitting.add(0, ownSize(above, shortSide));
        }
        return fitting;
    }

    private static Rung ownSize(Rung above, int shortSide) {
        double scale =
                Math.pow((double) shortSide * shortSide / above.shortSide() / above.shortSide(), BITS_PER_PIXELS);
        return new Rung(shortSide, above.codec(), above.preset(), above.crf(), Math.round(above.maxrate() * scale));
    }

    private static Rendition rendition(Rung rung, VideoTrack video, Grid grid, Profile profile) {
        Size size = Size.of(video).withShortSide(rung.shortSide());
        double usual = rung.shortSide() * rung.shortSide() * WIDE;
        double shape = Math.pow((double) size.width() * size.height() / usual, BITS_PER_PIXELS);
        double motion = grid.frameRate().value() > 30.5 ? FAST_MOTION : 1;
        long maxrate = Math.max(1, Math.round(rung.maxrate() * shape * motion / 1000)) * 1000;
        return new Rendition(
                rung.name(),
                size.width(),
                size.height(),
                rung.codec(),
                rung.preset(),
                rung.crf(),
                maxrate,
                Math.round(maxrate * profile.bufferSeconds()));
    }

    private static List<AudioRendition> audio(List<AudioTrack> tracks, Profile profile) {
        // Exactly one track is default, whatever the file says.
        AudioTrack first = tracks.stream()
                .filter(AudioTrack::isDefault)
                .findFirst()
                .orElse(tracks.isEmpty() ? null : tracks.get(0));
        List<AudioRendition> renditions = new ArrayList<>();
        for (AudioEncoding encoding : profile.audio().encodings()) {
            for (int i = 0; i < tracks.size(); i++) {
                AudioTrack track = tracks.get(i);
                if (encoding.channels() <= 2 || encoding.channels() <= track.channels()) {
                    renditions.add(audio(
                            "audio-" + renditions.size(),
                            track,
                            label(track, i + 1),
                            encoding,
                            profile.audio(),
                            track.equals(first)));
                }
            }
        }
        return List.copyOf(renditions);
    }

    private static AudioRendition audio(
            String name,
            AudioTrack track,
            String label,
            AudioEncoding encoding,
            Profile.Audio profile,
            boolean isDefault) {
        int channels = Math.min(track.channels(), encoding.channels());
        return new AudioRendition(
                name,
                encoding.codec() + "-" + encoding.channels(),
                track.index(),
                track.language() == null ? "und" : track.language(),
                label,
                track.role(),
                encoding.codec(),
                encoding.bitrate() * channels / encoding.channels(),
                channels,
                encoding.codec().equals("libopus") ? 48_000 : profile.sampleRate(),
                profile.loudness(),
                isDefault);
    }

    private static List<TextRendition> texts(List<TextTrack> tracks, Profile profile) {
        TextTrack first =
                tracks.stream().filter(TextTrack::isDefault).findFirst().orElse(null);
        List<TextRendition> texts = new ArrayList<>();
        for (TextTrack track : tracks) {
            String language = track.language() == null ? "und" : track.language();
            int number = texts.size();
            texts.add(new TextRendition(
                    "subtitles-" + number,
                    track.index(),
                    language,
                    track.title() == null ? languageName(language, number + 1) : track.title(),
                    track.kind(),
                    track.equals(first),
                    profile.telemetry()));
        }
        return List.copyOf(texts);
    }

    private static String languageName(String tag, int number) {
        String name = Language.bcp47(tag).equals("und")
                ? ""
                : Locale.forLanguageTag(Language.bcp47(tag)).getDisplayLanguage(Locale.ENGLISH);
        return name.isEmpty() ? "Track " + number : name;
    }

    private static String label(AudioTrack track, int number) {
        if (track.title() != null) {
            return track.title();
        }
        String name = languageName(track.language() == null ? "und" : track.language(), number);
        return switch (track.role()) {
            case PROGRAMME -> name;
            case COMMENTARY -> name + " (commentary)";
            case DESCRIPTION -> name + " (audio description)";
        };
    }

    private static Stills stills(SourceInfo info, Grid grid, Profile profile) {
        Size source = Size.of(info.video());
        Size poster = source.withShortSide(Math.min(profile.poster().shortSide(), source.shortSide()));
        Profile.Storyboard storyboard = profile.storyboard();
        Size tile = source.withShortSide(Math.min(storyboard.shortSide(), source.shortSide()));
        double duration = grid.duration();
        int interval = INTERVALS.stream()
                .filter(seconds -> duration / seconds <= storyboard.maxPictures())
                .findFirst()
                .orElse((int) Math.ceil(duration / storyboard.maxPictures()));
        return new Stills(
                poster.width(),
                poster.height(),
                posterAt(info.line(), duration, profile.poster().position()),
                tile.width(),
                tile.height(),
                fitting(storyboard.columns(), tile.width()),
                fitting(storyboard.rows(), tile.height()),
                interval,
                Math.max(1, (int) Math.ceil(duration / interval)));
    }

    private static int fitting(int most, int pixels) {
        return Math.max(1, Math.min(most, LARGEST_SPRITE / pixels));
    }

    /** Among the frames that the source has: a seek beyond them may find none. */
    private static double posterAt(Timeline line, double duration, double position) {
        double from = line.firstMicros() / 1e6;
        double shown = (line.held() ? line.lastMicros() / 1e6 : duration) - from;
        return Math.round((from + (shown < 5 ? 0 : shown * position)) * 1000) / 1000.0;
    }

    /** Even pixels, as shown. */
    private record Size(int width, int height) {

        static Size of(VideoTrack video) {
            return new Size(video.width(), video.height());
        }

        int shortSide() {
            return Math.min(width, height);
        }

        Size withShortSide(int pixels) {
            double scale = (double) pixels / shortSide();
            return new Size(even(width * scale), even(height * scale));
        }

        private static int even(double pixels) {
            return Math.max(2, 2 * (int) Math.round(pixels / 2));
        }
    }
}
