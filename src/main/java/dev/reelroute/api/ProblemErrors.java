package dev.reelroute.api;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.store.PresignedUrls;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives what the server itself refuses (unknown addresses and methods) the form of every other error. */
@RestController
class ProblemErrors implements ErrorController {

    private static final String NOT_AS_REGISTERED =
            "The store takes a file of exactly the size that was registered, at the URL that was given for it, and in time.";

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<Problem> error(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 500;
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        boolean isUpload = path.startsWith(PresignedUrls.RELAYED + "/");
        Problem problem = isUpload && status == 403
                ? Problem.of(FailureCode.UPLOAD_REFUSED, NOT_AS_REGISTERED, path)
                : Problem.of(
                        isUpload && status > 500 ? FailureCode.STORE_UNAVAILABLE : FailureCode.ofStatus(status),
                        null,
                        path);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.parseMediaType(Problem.MEDIA_TYPE))
                .body(problem);
    }
}
