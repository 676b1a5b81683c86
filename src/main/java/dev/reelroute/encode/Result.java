package dev.reelroute.encode;

import dev.reelroute.inspect.SourceInfo.Warning;
import dev.reelroute.media.EncodedTrack;
import dev.reelroute.media.MadeObject;
import java.util.List;
import java.util.Objects;

/**
 * The result of an encoding task, as it stands in the ledger.
 *
 * @param tracks of a chunk or of an audio track; empty for stills and texts
 * @param objects that the task put into the bucket
 * @param damaged not all of this piece of the source could be decoded
 * @param changes frames of this piece have another size than those before
 * @param warnings what of the source was left out; results of older versions have none
 */
public record Result(
        List<EncodedTrack> tracks, List<MadeObject> objects, boolean damaged, boolean changes, List<Warning> warnings) {

    public Result {
        warnings = Objects.requireNonNullElse(warnings, List.of());
    }
}
