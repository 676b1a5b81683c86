package dev.reelroute.api;

import dev.reelroute.failure.Failure;
import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Refused;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes subtitle files. Not by a route: the HTTP component reads a body of type text with the character set that the
 * request claims, and what a subtitle file is encoded in is known by its bytes alone.
 */
@RestController
class SubtitlesUploads {

    private static final int LONGEST_LABEL = 100;

    private final SubtitlesDesk desk;
    private final Problems problems;

    SubtitlesUploads(SubtitlesDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
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
        if (label != null && (label.isBlank() || label.length() > LONGEST_LABEL)) {
            throw new Refused(FailureCode.INVALID_REQUEST, "label has 1 to " + LONGEST_LABEL + " characters.");
        }
        return desk.put(id, language, kind, label, file);
    }

    @DeleteMapping("/api/videos/{id}/subtitles/{language}")
    ResponseEntity<Void> delete(@PathVariable("id") String id, @PathVariable("language") String language) {
        desk.delete(id, language);
        return ResponseEntity.noContent().build();
    }

    @ExceptionHandler({Failure.class, DataAccessException.class, TransactionException.class})
    ResponseEntity<Problem> problem(Exception exception, HttpServletRequest request) {
        Problem problem = problems.of(exception, request.getRequestURI());
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
