package dev.reelroute.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reelroute.plan.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ladders on offer, the default first.
 *
 * @param refused files that are not in force; left out when there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProfileList(List<Item> items, @Nullable List<RefusedFile> refused) {

    /** A file that is not valid, or is gone. A profile of its name in {@code items} is the one from before. */
    public record RefusedFile(String file, String reason) {}

    /** One profile, as far as users need to know it. */
    public record Item(
            String name, String revision, String description, boolean isDefault, List<ProfileRendition> renditions) {}

    /** One rung. */
    public record ProfileRendition(String name) {}

    static @Nullable List<RefusedFile> refused(Map<String, String> reasons) {
        return reasons.isEmpty()
                ? null
                : reasons.entrySet().stream()
                        .map(reason -> new RefusedFile(reason.getKey(), reason.getValue()))
                        .toList();
    }

    static Item item(Profile profile, boolean isDefault) {
        return new Item(
                profile.name(),
                profile.revision(),
                profile.description(),
                isDefault,
                profile.ladder().stream()
                        .map(rung -> new ProfileRendition(rung.name()))
                        .toList());
    }
}
