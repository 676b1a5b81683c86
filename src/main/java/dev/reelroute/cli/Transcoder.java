package dev.reelroute.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reelroute.api.VideoView;
import dev.reelroute.ffmpeg.FfmpegRunner;
import dev.reelroute.ledger.MediaKeys;
import dev.reelroute.media.MediaKey;
import dev.reelroute.plan.Profile;
import dev.reelroute.plan.Profiles;
import dev.reelroute.store.ObjectKeys;
import dev.reelroute.store.ObjectStore;
import dev.reelroute.store.StoreProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.web.client.RestClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Takes one file through the whole pipeline, and writes a folder with all that a player needs. */
final class Transcoder {

    private final TranscodeRequest request;
    private final ProgressDisplay display;
    private final PrintStream console;
    private final PrintStream errors;

    Transcoder(TranscodeRequest request, ProgressDisplay display, PrintStream console, PrintStream errors) {
        this.request = request;
        this.display = display;
        this.console = console;
        this.errors = errors;
    }

    /**
     * @return the exit code: 0 when the results are there; 1, or 2 for a profile that does not exist, after the reason
     *     was printed
     */
    int run() {
        long start = System.nanoTime();
        Path data;
        try {
            Files.createDirectories(request.out());
            // The data folder is beside the results: a disk with room for them has room for a copy of the source.
            data = Files.createTempDirectory(request.out(), ".reelroute-");
        } catch (IOException e) {
            errors.println("The folder " + request.out() + " cannot be written to: " + e);
            return 1;
        }
        console.println("Starting Reelroute ...");
        try (EmbeddedReelroute reelroute = new EmbeddedReelroute(data)) {
            try {
                reelroute.start();
            } catch (RuntimeException e) {
                // Spring Boot has logged why.
                return 1;
            }
            return transcode(reelroute, data, start);
        }
    }

    private int transcode(EmbeddedReelroute reelroute, Path data, long start) {
        Profiles profiles = reelroute.bean(Profiles.class);
        if (request.profile() != null && profiles.find(request.profile()).isEmpty()) {
            errors.println("There is no profile '" + request.profile() + "'. Choose one of: "
                    + profiles.all().stream().map(Profile::name).collect(Collectors.joining(", ")) + ".");
            return 2;
        }
        try {
            Path video = request.video();
            if (video == null) {
                console.println("No file is given: making a sample clip, 20 seconds in 1280x720.");
                video = SampleClip.make(reelroute.bean(FfmpegRunner.class), data);
            }
            VideoView ready = process(reelroute, video);
            fetch(reelroute, ready.id());
            double seconds = (System.nanoTime() - start) / 1e9;
            if (Files.exists(out("video.mp4"))) {
                console.printf(
                        Locale.ROOT, "Done in %.0f s. Play %s or %s,%n", seconds, out("video.mp4"), out("master.m3u8"));
                console.println("or serve the folder by HTTP: master.m3u8 for HLS, manifest.mpd for DASH.");
            } else {
                console.printf(
                        Locale.ROOT, "Done in %.0f s. Serve the folder by HTTP: master.m3u8 for HLS.%n", seconds);
                console.println("It is encrypted; whoever has the file " + out(MediaKey.NAME) + " can play it.");
            }
            return 0;
        } catch (TranscodeFailed e) {
            errors.println(e.getMessage());
            return 1;
        } catch (IOException | RuntimeException e) {
            // The user who pressed Ctrl-C knows why it ended.
            if (!reelroute.isClosed()) {
                errors.println("It failed: " + e);
            }
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private VideoView process(EmbeddedReelroute reelroute, Path video) throws IOException, InterruptedException {
        VideoClient client = new VideoClient(
                reelroute.bean(RestClient.Builder.class), reelroute.address(), reelroute.bean(ObjectMapper.class));
        String id = client.upload(video, request.profile());
        console.println("Transcoding " + video.getFileName());
        VideoView view = client.follow(id, display::show);
        VideoView.Problem problem = view.error();
        if (problem != null) {
            throw new TranscodeFailed(problem.code(), problem.message(), problem.detail());
        }
        return view;
    }

    /**
     * Playlists are copied after the files that they name, so that an interrupted copy has no playlist with missing
     * segments.
     */
    private void fetch(EmbeddedReelroute reelroute, String id) throws IOException {
        String prefix = ObjectKeys.videoPrefix(id);
        S3Client s3 = reelroute.bean(S3Client.class);
        String bucket = reelroute.bean(StoreProperties.class).bucket();
        List<String> keys = reelroute.bean(ObjectStore.class).list(prefix).keySet().stream()
                // The early stream is only for viewers who cannot wait, and is removed soon.
                .filter(key -> !key.startsWith(prefix + "early-"))
                .sorted(Comparator.comparing((String key) -> key.endsWith(".m3u8") || key.endsWith(".mpd"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (String key : keys) {
            Path file = out(key.substring(prefix.length()));
            Files.createDirectories(file.getParent());
            try (InputStream content = s3.getObject(get -> get.bucket(bucket).key(key))) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Optional<MediaKey> key = reelroute.bean(MediaKeys.class).find(id);
        if (key.isPresent()) {
            Files.write(out(MediaKey.NAME), key.get().bytes());
        }
    }

    private Path out(String name) {
        return request.out().resolve(name);
    }
}
