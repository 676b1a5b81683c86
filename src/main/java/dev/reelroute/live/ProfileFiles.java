package dev.reelroute.live;

import dev.reelroute.failure.Misconfigured;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Profiles take effect as soon as their files are saved, for videos that are registered from then on. A video keeps the
 * profile that it was registered with.
 */
@Component
class ProfileFiles implements LiveFiles {

    /** Names that are probably meant for a profile; an editor's own files have others. */
    private static final Pattern MEANT = Pattern.compile("[A-Za-z][\\w-]*|[^.].*\\.(yml|txt)");

    private static final Logger LOG = LoggerFactory.getLogger(ProfileFiles.class);

    private final Profiles profiles;
    private final String defaultProfile;
    private final FolderWatch watch;
    private final FolderWatch unread;

    ProfileFiles(
            Profiles profiles,
            @Value("${reelroute.plan.profiles}") Path folder,
            @Value("${reelroute.intake.default-profile}") String defaultProfile) {
        this.profiles = profiles;
        this.defaultProfile = defaultProfile;
        this.watch = new FolderWatch(folder, Profiles::isProfile);
        this.unread = new FolderWatch(folder, MEANT.asMatchPredicate());
        warnOfUnread(unread.contents().keySet());
        profiles.refused().forEach((file, reason) -> LOG.warn("Left out {}: {}", folder.resolve(file), reason));
        if (profiles.find(defaultProfile).isEmpty()) {
            throw new Misconfigured(
                    folder + ": no profile that can be used is called " + defaultProfile
                            + Optional.ofNullable(profiles.refused().get(defaultProfile + ".yaml"))
                                    .map(reason -> "; " + defaultProfile + ".yaml, " + reason)
                                    .orElse(""),
                    "Mend its file, or set reelroute.intake.default-profile to one of "
                            + profiles.all().stream().map(Profile::name).collect(Collectors.joining(", ")) + ".");
        }
    }

    @Override
    public boolean look() {
        watch.look().forEach(this::changed);
        Set<Path> others = new TreeSet<>(unread.look().keySet());
        others.retainAll(unread.contents().keySet());
        warnOfUnread(others);
        return watch.hasChanged() || unread.hasChanged();
    }

    private static void warnOfUnread(Set<Path> files) {
        files.forEach(file -> LOG.warn("{} is not read: the name of a profile ends in .yaml", file));
    }

    private void changed(Path file, Optional<String> text) {
        String name = Profiles.name(file);
        boolean isKnown = profiles.find(name).isPresent();
        if (text.isPresent()) {
            try {
                String id = profiles.put(file, text.get()).id();
                LOG.info("{} {}: {}", isKnown ? "Reloaded" : "Added", file, id);
            } catch (Misconfigured e) {
                LOG.warn(
                        isKnown ? "Kept the old profile {}: {}" : "Did not add a profile {}: {}", name, e.getMessage());
            }
        } else if (name.equals(defaultProfile)) {
            profiles.keep(file, "is gone, but it is the default profile");
            LOG.warn("Kept the old profile {}: {} is gone, but it is the default profile", name, file);
        } else {
            profiles.remove(file);
            LOG.info("Removed {}{}", file, isKnown ? ": " + name + " is no longer on offer" : "");
        }
    }
}
