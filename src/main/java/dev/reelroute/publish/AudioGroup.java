package dev.reelroute.publish;

import dev.reelroute.plan.Plan.AudioRendition;
import java.util.List;

/**
 * The sound of all tracks of the source by one encoding: what a player chooses first, and within it the language. All
 * groups have the same members; a track that the encoding does not fit is there by the first one, which fits all.
 *
 * @param id such as {@code aac-2}
 * @param members one for each track, in the source's order
 */
record AudioGroup(String id, List<AudioRendition> members) {

    static List<AudioGroup> of(List<AudioRendition> renditions) {
        List<Integer> tracks =
                renditions.stream().map(AudioRendition::track).distinct().toList();
        return renditions.stream()
                .map(AudioRendition::group)
                .distinct()
                .map(id -> new AudioGroup(
                        id,
                        tracks.stream()
                                .map(track -> member(id, track, renditions))
                                .toList()))
                .toList();
    }

    private static AudioRendition member(String id, int track, List<AudioRendition> renditions) {
        List<AudioRendition> ofTrack = renditions.stream()
                .filter(rendition -> rendition.track() == track)
                .toList();
        return ofTrack.stream()
                .filter(rendition -> rendition.group().equals(id))
                .findFirst()
                .orElse(ofTrack.get(0));
    }
}
