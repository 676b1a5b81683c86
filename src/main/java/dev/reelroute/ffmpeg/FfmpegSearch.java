package dev.reelroute.ffmpeg;

import dev.reelroute.startup.Beside;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Finds FFmpeg and a sandbox for it, by running programs for a second. A process that only answers the API does not look
 * for them.
 */
@Component
class FfmpegSearch {

    private final Beside<Sandbox> search;

    FfmpegSearch(FfmpegProperties settings, @Value("${reelroute.works}") boolean works) {
        search = new Beside<>(() -> Sandbox.choose(settings.sandbox(), new ToolchainFinder(settings).find()));
        if (works) {
            search.begin("find-ffmpeg");
        }
    }

    /** @throws dev.reelroute.failure.Refused with what to install, where there is none that works */
    Sandbox found() {
        return search.end();
    }
}
