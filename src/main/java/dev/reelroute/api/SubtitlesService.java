package dev.reelroute.api;

import dev.reelroute.access.Callers;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.CountSubtitles;
import dev.reelroute.ledger.Statements.FindVideo;
import dev.reelroute.ledger.Statements.InsertSubtitles;
import dev.reelroute.ledger.Statements.RemoveSubtitles;
import dev.reelroute.ledger.Statements.Republish;
import dev.reelroute.ledger.Statements.SubtitlesCount;
import dev.reelroute.ledger.Statements.TouchVideo;
import dev.reelroute.ledger.Statements.VideoRow;
import dev.reelroute.publish.Labels;
import dev.reelroute.text.CueReader;
import dev.reelroute.text.TextKind;
import dev.reelroute.text.UnreadableText;
import dev.reelroute.text.WebVtt;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Subtitles that are uploaded on their own. All methods throw {@link Refused} with the code that the contract names. */
@Component
public class SubtitlesService {

    /** Limit of the text as it is kept: what both databases of the ledger can hold. */
    private static final int MOST_CHARACTERS = 1_000_000;

    /** Of one video. Each is in its playlist, and published anew with any of them. */
    private static final int MOST_TRACKS = 100;

    /** The same of all of one video's: those of a film of two hours have a hundred thousand in each language. */
    private static final int MOST_CHARACTERS_IN_ALL = 10_000_000;

    private final Ledger ledger;
    private final VideoViews views;
    private final Callers callers;

    SubtitlesService(Ledger ledger, VideoViews views, Callers callers) {
        this.ledger = ledger;
        this.views = views;
        this.callers = callers;
    }

    /**
     * @param kind null for plain subtitles
     * @param label null for the language's name
     * @param file WebVTT or SubRip
     */
    public VideoView put(String id, String language, @Nullable String kind, @Nullable String label, byte[] file) {
        String tag = tag(language);
        String content = read(file);
        String name = label == null ? Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH) : label;
        TextKind textKind = kind(kind);
        @Nullable String tenant = callers.current().wall();
        change(id, tenant, () -> {
            ledger.run(new RemoveSubtitles(id, tenant, tag));
            ledger.run(new InsertSubtitles(id, tenant, tag, textKind, name, content));
            SubtitlesCount all = ledger.askOne(new CountSubtitles(id, tenant)).orElseThrow();
            if (all.tracks() > MOST_TRACKS) {
                throw new Refused(
                        FailureCode.STATE_CONFLICT, "It has " + MOST_TRACKS + " subtitles already. Delete some first.");
            }
            if (all.characters() > MOST_CHARACTERS_IN_ALL) {
                throw new Refused(
                        FailureCode.STATE_CONFLICT,
                        "All its subtitles together would have more than " + MOST_CHARACTERS_IN_ALL
                                + " characters. Delete some first.");
            }
        });
        return views.view(find(id, tenant));
    }

    public void delete(String id, String language) {
        @Nullable String tenant = callers.current().wall();
        change(id, tenant, () -> {
            if (ledger.run(new RemoveSubtitles(id, tenant, tag(language))) == 0) {
                throw new Refused(FailureCode.SUBTITLES_NOT_FOUND);
            }
        });
    }

    /** The video's row is changed first: so a publication that ends meanwhile sees this change, or this sees its end. */
    private void change(String id, @Nullable String tenant, Runnable change) {
        find(id, tenant);
        ledger.atomically(() -> {
            ledger.run(new TouchVideo(id, tenant));
            change.run();
            return ledger.run(new Republish(id, tenant));
        });
    }

    private static TextKind kind(@Nullable String kind) {
        try {
            return kind == null ? TextKind.SUBTITLES : TextKind.valueOf(kind);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    FailureCode.INVALID_REQUEST, "kind is one of " + Arrays.toString(TextKind.values()) + ".", e);
        }
    }

    private static String tag(String language) {
        String tag = Labels.bcp47(language);
        if (tag.equals("und")) {
            throw new Refused(FailureCode.INVALID_REQUEST, language + " is no BCP 47 language tag.");
        }
        return tag;
    }

    private static String read(byte[] file) {
        try {
            String content = WebVtt.subtitles(CueReader.read(file));
            if (content.length() > MOST_CHARACTERS) {
                throw new Refused(FailureCode.SUBTITLES_NOT_READABLE, "More than " + MOST_CHARACTERS + " characters.");
            }
            return content;
        } catch (UnreadableText e) {
            throw new Refused(FailureCode.SUBTITLES_NOT_READABLE, Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private VideoRow find(String id, @Nullable String tenant) {
        return ledger.askOne(new FindVideo(id, tenant)).orElseThrow(() -> new Refused(FailureCode.VIDEO_NOT_FOUND));
    }
}
