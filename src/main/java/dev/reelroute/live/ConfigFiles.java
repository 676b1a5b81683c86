package dev.reelroute.live;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The configuration is read only when the application starts; this logs that when a file is edited. */
@Component
class ConfigFiles implements LiveFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);

    private static final Pattern NAMES = Pattern.compile("application.*\\.(yaml|yml|properties)");

    private final FolderWatch watch = new FolderWatch(Path.of("config"), NAMES.asMatchPredicate());

    @Override
    public boolean look() {
        watch.look().keySet().forEach(file -> LOG.warn("{} has changed: it takes a restart to take effect", file));
        return watch.hasChanged();
    }
}
