package dev.reelroute.work;

import dev.reelroute.check.ChunkInspector;
import dev.reelroute.check.DecodeCheck;
import dev.reelroute.check.DecodeCheck.Trial;
import dev.reelroute.check.SoundCheck;
import dev.reelroute.check.StillsCheck;
import dev.reelroute.encode.Approach;
import dev.reelroute.encode.AudioCommand;
import dev.reelroute.encode.EncodedTrack;
import dev.reelroute.encode.Loudness;
import dev.reelroute.encode.StillsCommand;
import dev.reelroute.encode.TextCommand;
import dev.reelroute.encode.VideoChunkCommand;
import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.failure.Setback;
import dev.reelroute.ffmpeg.Diagnosis;
import dev.reelroute.ffmpeg.Invocation;
import dev.reelroute.ffmpeg.Outcome;
import dev.reelroute.ffmpeg.Purpose;
import dev.reelroute.ledger.Json;
import dev.reelroute.ledger.TaskKind;
import dev.reelroute.media.FragmentedFile;
import dev.reelroute.plan.Plan;
import dev.reelroute.plan.Plan.AudioRendition;
import dev.reelroute.plan.Plan.TextRendition;
import dev.reelroute.plan.Profile.Damaged;
import dev.reelroute.store.PrivateFiles;
import dev.reelroute.store.StoredFile;
import dev.reelroute.task.Claims;
import dev.reelroute.task.TaskMetrics;
import dev.reelroute.task.Work;
import dev.reelroute.text.Cue;
import dev.reelroute.text.CueReader;
import dev.reelroute.text.UnreadableText;
import dev.reelroute.text.WebVtt;
import dev.reelroute.work.Results.Result;
import dev.reelroute.work.ShippingWork.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of {@code encode.camel.yaml}: what FFmpeg is to make of a piece of the plan, and whether it did. */
@Component
public class EncodeWork {

    private static final Logger LOG = LoggerFactory.getLogger(EncodeWork.class);

    private final VideoChunkCommand chunks;
    private final AudioCommand audio;
    private final StillsCommand stills;
    private final TextCommand texts;
    private final ChunkInspector inspector;
    private final DecodeCheck decoding;
    private final Diagnosis diagnosis;
    private final SoundCheck sound;
    private final StillsCheck stillsCheck;
    private final Invocations invocations;
    private final ProgressMeter progress;
    private final Claims claims;
    private final TaskMetrics metrics;
    private final Json json;

    EncodeWork(
            VideoChunkCommand chunks,
            AudioCommand audio,
            StillsCommand stills,
            TextCommand texts,
            ChunkInspector inspector,
            DecodeCheck decoding,
            Diagnosis diagnosis,
            SoundCheck sound,
            StillsCheck stillsCheck,
            Invocations invocations,
            ProgressMeter progress,
            Claims claims,
            TaskMetrics metrics,
            Json json) {
        this.chunks = chunks;
        this.audio = audio;
        this.stills = stills;
        this.texts = texts;
        this.inspector = inspector;
        this.decoding = decoding;
        this.diagnosis = diagnosis;
        this.sound = sound;
        this.stillsCheck = stillsCheck;
        this.invocations = invocations;
        this.progress = progress;
        this.claims = claims;
        this.metrics = metrics;
        this.json = json;
    }

    /**
     * What a task made.
     *
     * @param tracks of a chunk or of a sound track; empty for stills
     * @param files that are to be in the bucket
     * @param waiting those of them that are not there yet
     * @param damaged not all of this piece of the source could be decoded
     */
    public record Encoded(
            List<EncodedTrack> tracks, List<StoredFile> files, List<StoredFile> waiting, boolean damaged) {

        private static Encoded plain(List<StoredFile> files) {
            return new Encoded(List.of(), files, files, false);
        }
    }

    public Plan plan(Work work) {
        return json.read(work.video().plan(), Plan.class);
    }

    public Invocation chunk(Work work, Plan plan) {
        int chunk = work.claim().ordinal();
        long frames = plan.grid().framesOf(chunk);
        progress.expectFrames(work.claim(), frames);
        prepareFolders(
                work, plan.renditions().stream().map(Plan.Rendition::name).toList());
        return invocations.encode(
                work,
                Purpose.ENCODE_PICTURE,
                plan,
                chunks.arguments(plan, chunk, work.source(), approach(work)),
                plan.grid().frameRate().seconds(frames));
    }

    /**
     * What the boxes of a chunk say, if it is what was planned.
     *
     * @throws Failure {@code SOURCE_DAMAGED} when the profile is strict
     */
    public Encoded encodedChunk(Work work, Plan plan, Shipment shipment, Outcome outcome) {
        int chunk = work.claim().ordinal();
        if (outcome.damaged() && plan.damaged() == Damaged.STRICT) {
            String where = Damage.pictures(plan.grid(), List.of(chunk));
            // Where a seek lands badly, a good source looks damaged, too; from its start it does not.
            throw chunk == 0 || approach(work) == Approach.FROM_START
                    ? new Refused(FailureCode.SOURCE_DAMAGED, where)
                    : new Setback(FailureCode.SOURCE_DAMAGED, where);
        }
        return encoded(
                work,
                outcome,
                inspector.chunk(plan, chunk, work.output(), work.claim().attempt()),
                shipment.shipped());
    }

    /** How a decoder is to try the chunk. */
    public Invocation chunkTrial(Work work, Plan plan, Encoded encoded) {
        double seconds = plan.grid()
                .frameRate()
                .seconds(plan.grid().framesOf(work.claim().ordinal()));
        Trial trial = decoding.chunk(plan, encoded.tracks());
        prepare(work, trial);
        return invocations.remux(work, Purpose.CHECK_PICTURE, plan, trial.arguments(), seconds);
    }

    /** Passes when the decoder had nothing to say. */
    public void triedChunk(Outcome outcome) {
        if (!outcome.succeeded() && outcome.lastLines().isEmpty()) {
            // Ended from outside, it has said nothing of what was encoded either.
            throw diagnosis.of(outcome);
        }
        decoding.requireClean(outcome.succeeded(), outcome.lastLines());
    }

    public boolean isMeasured(Work work, Plan plan) {
        return audio.measured(plan, plan.audio().get(work.claim().ordinal()));
    }

    public Invocation measurement(Work work, Plan plan) {
        AudioRendition rendition = plan.audio().get(work.claim().ordinal());
        return invocations.encode(
                work,
                Purpose.MEASURE_LOUDNESS,
                plan,
                audio.measurement(plan, rendition, work.source()),
                plan.grid().duration());
    }

    public Loudness loudness(Outcome measured) {
        return Loudness.read(measured.lastLines());
    }

    /** @param loudness null when it was not measured */
    public Invocation audio(Work work, Plan plan, @Nullable Loudness loudness) {
        AudioRendition rendition = plan.audio().get(work.claim().ordinal());
        double seconds = plan.grid().duration();
        progress.expectSeconds(work.claim(), seconds);
        prepareFolders(work, List.of(rendition.name()));
        return invocations.encode(
                work, Purpose.ENCODE_SOUND, plan, audio.arguments(plan, rendition, work.source(), loudness), seconds);
    }

    /** @throws Refused {@code SOURCE_DAMAGED} when the profile is strict */
    public Encoded encodedAudio(Work work, Plan plan, Outcome outcome) {
        AudioRendition rendition = plan.audio().get(work.claim().ordinal());
        if (outcome.damaged() && plan.damaged() == Damaged.STRICT) {
            throw new Refused(FailureCode.SOURCE_DAMAGED, Damage.sound(rendition.track()));
        }
        return encoded(
                work,
                outcome,
                List.of(inspector.audio(
                        plan, rendition, work.output(), work.claim().attempt())),
                Map.of());
    }

    public boolean isComparable(Plan plan, Encoded encoded) {
        return sound.applies(plan, encoded.tracks().get(0));
    }

    /** How the sound is to be compared with the source. */
    public Invocation audioTrial(Work work, Plan plan, Encoded encoded) {
        AudioRendition rendition = plan.audio().get(work.claim().ordinal());
        boolean first = work.claim().failures() == 0;
        Trial trial = sound.trial(plan, rendition, encoded.tracks().get(0), work.source(), first);
        prepare(work, trial);
        return invocations.encode(
                work, Purpose.CHECK_SOUND, plan, trial.arguments(), plan.grid().duration());
    }

    /** Passes when what was heard is in step with the source. */
    public void triedAudio(Work work, Plan plan, Encoded encoded, Outcome outcome) {
        if (!outcome.succeeded()) {
            metrics.checkSkipped(work.claim().kind());
            LOG.warn("{} cannot be compared with its source: {}", work.claim().token(), outcome.lastLines());
            return;
        }
        AudioRendition rendition = plan.audio().get(work.claim().ordinal());
        sound.requireInStep(plan, rendition, encoded.tracks().get(0), work.output());
    }

    private static void prepare(Work work, Trial trial) {
        trial.files().forEach((name, pieces) -> {
            try {
                FragmentedFile.join(
                        PrivateFiles.file(work.output().resolve(name)),
                        pieces.stream().map(work.output()::resolve).toList());
            } catch (IOException e) {
                throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
            }
        });
    }

    public Invocation stills(Work work, Plan plan) {
        double seconds = plan.grid().duration();
        return invocations.encode(
                work, Purpose.MAKE_STILLS, plan, stills.arguments(plan, work.source(), approach(work)), seconds);
    }

    public Invocation subtitles(Work work, Plan plan) {
        return invocations.encode(
                work,
                Purpose.READ_SUBTITLES,
                plan,
                texts.arguments(plan, work.source()),
                plan.grid().duration());
    }

    public Encoded encodedSubtitles(Work work, Plan plan) {
        long zero = Math.round(plan.source().video().startMicros() / 1000.0);
        long duration = Math.round(plan.grid().duration() * 1000);
        List<StoredFile> files = new ArrayList<>();
        prepareFolders(work, plan.texts().stream().map(TextRendition::name).toList());
        for (TextRendition text : plan.texts()) {
            try {
                String extracted = Files.readString(work.output().resolve(TextCommand.file(text)));
                List<Cue> cues = WebVtt.within(CueReader.readConverted(extracted), zero, duration);
                files.add(Results.subtitles(work, text.name(), WebVtt.subtitles(cues)));
            } catch (UnreadableText | IOException e) {
                throw new Setback(FailureCode.OUTPUT_CHECK_FAILED, text.name() + ": " + e.getMessage(), e);
            }
        }
        return Encoded.plain(files);
    }

    public Encoded encodedStills(Work work, Plan plan) {
        String poster = stillsCheck.poster(plan.stills(), work.output());
        return Encoded.plain(
                List.of(Results.file(work.video().id(), poster, work.output().resolve(poster))));
    }

    /** Notes how fast FFmpeg was. */
    public void measure(Work work, Plan plan, Outcome outcome) {
        double seconds = work.claim().kind() == TaskKind.ENCODE_VIDEO
                ? plan.grid()
                        .frameRate()
                        .seconds(plan.grid().framesOf(work.claim().ordinal()))
                : plan.grid().duration();
        metrics.encoded(work.claim().kind(), seconds, outcome.wall());
    }

    /** Ends the claim, after the files are in the bucket. */
    public void record(Work work, Encoded encoded) {
        String video = work.video().id();
        claims.finish(
                work.claim(),
                json.write(new Result(
                        encoded.tracks(),
                        encoded.files().stream()
                                .map(file -> Results.made(video, file))
                                .toList(),
                        encoded.damaged())));
    }

    /** @param shipped what is in the bucket already, by the file that it was made of */
    private static Encoded encoded(
            Work work, Outcome outcome, List<EncodedTrack> tracks, Map<Path, StoredFile> shipped) {
        String video = work.video().id();
        List<StoredFile> files = new ArrayList<>();
        List<StoredFile> waiting = new ArrayList<>();
        for (EncodedTrack track : tracks) {
            for (Map.Entry<String, Path> made :
                    ChunkInspector.files(track, work.output()).entrySet()) {
                StoredFile file = shipped.get(made.getValue());
                if (file == null) {
                    file = Results.file(video, made.getKey(), made.getValue());
                    waiting.add(file);
                }
                files.add(file);
            }
        }
        return new Encoded(tracks, files, waiting, outcome.damaged());
    }

    /** What came out wrong is tried again by another way of seeking. */
    private static Approach approach(Work work) {
        return Approach.after(work.claim().failures());
    }

    private static void prepareFolders(Work work, List<String> names) {
        try {
            for (String name : names) {
                PrivateFiles.folder(work.output().resolve(name));
            }
        } catch (IOException e) {
            throw new Setback(FailureCode.DISK_FULL, e.getMessage(), e);
        }
    }
}
