package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import dev.reelroute.text.Characters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes subtitle files. A controller and not a route, because the HTTP component decodes a body of type text with the
 * character set that the request claims, but the encoding of a subtitle file can only be known from its bytes.
 */
@RestController
class SubtitlesUploads {

    private static final int LONGEST_LABEL = 100;

    private final SubtitlesService subtitles;

    SubtitlesUploads(SubtitlesService subtitles) {
        this.subtitles = subtitles;
    }

    @PutMapping(
            path = "/api/videos/{id}/subtitles/{language}",
            consumes = {"text/vtt", "application/x-subrip"})
    VideoView put(
            @PathVariable("id") String id,
            @PathVariable("language") String language,
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "label", required = false) @Nullable String label,
            @RequestBody byte[] file) {
        if (label != null) {
            Characters.unfitForName(label).ifPresent(character -> {
                throw new Refused(FailureCode.INVALID_REQUEST, "label must not hold the character " + character + ".");
            });
            if (Characters.isBlank(label) || label.length() > LONGEST_LABEL) {
                throw new Refused(FailureCode.INVALID_REQUEST, "label has 1 to " + LONGEST_LABEL + " characters.");
            }
        }
        return subtitles.put(id, language, kind, label, file);
    }

    @DeleteMapping("/api/videos/{id}/subtitles/{language}")
    ResponseEntity<Void> delete(@PathVariable("id") String id, @PathVariable("language") String language) {
        subtitles.delete(id, language);
        return ResponseEntity.noContent().build();
    }
}
