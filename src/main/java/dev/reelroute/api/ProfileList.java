package dev.reelroute.api;

import dev.reelroute.plan.Profile;
import java.util.List;

/** The ladders on offer, the default first. */
public record ProfileList(List<Item> items) {

    /** One profile, as far as users need to know it. */
    public record Item(
            String name, String revision, String description, boolean isDefault, List<ProfileRendition> renditions) {}

    /** One rung. */
    public record ProfileRendition(String name) {}

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
