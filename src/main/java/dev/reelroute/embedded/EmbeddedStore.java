package dev.reelroute.embedded;

import dev.reelroute.store.BucketFiles;
import dev.reelroute.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.shaded.org.eclipse.jetty.server.AbstractConnector;
import org.gaul.shaded.org.eclipse.jetty.server.ConnectionFactory;
import org.gaul.shaded.org.eclipse.jetty.server.Connector;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConfiguration;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.ReflectionUtils;

/** An S3 server on plain files: the object {@code videos/x} of bucket {@code b} is the file {@code store/b/videos/x}. */
@Component
class EmbeddedStore implements BucketFiles, EmbeddedServers.Server {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

    private static final String UUID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
    /**
     * Where S3Proxy writes an object, or a part of one, before it moves it to its key: the key, a dash and a UUID. Only
     * keys with an extension count, because people's own files may be named by a UUID.
     */
    private static final Pattern HALF = Pattern.compile(".+\\.\\p{Alnum}+(-\\d+)?-" + UUID);
    /** The attribute in which S3Proxy keeps the ETag of a file. */
    private static final String ETAG = "user.content-md5";
    /** Where S3Proxy keeps the parts of a multipart upload, by its id ... */
    private static final Pattern PARTS = Pattern.compile("\\.mpus-(" + UUID + ")-.*");

    /** ... and the object without which S3Proxy does not know the upload any more, though it still lists it. */
    private static final String STUB = ".s3proxy-mpu-stub-";

    /**
     * Of a body that is signed as a whole, rather than in pieces, S3Proxy holds this much in memory before it looks at the signature;
     * 128 MiB by itself. AWS's own tools send parts of 8 MiB so.
     */
    private static final long WHOLE_BYTES = 16 << 20;

    /** One for each of all connections of the process itself: 150 for uploads that are passed on, 100 for viewers, 128 for all else. */
    private static final int THREADS = 400;

    private static final long STOP_MILLIS = 100;

    private static final Path KEEP = Path.of("uploads", ".keep");

    private final int port;
    private final Path folder;
    private final String bucket;
    private final String accessKey;
    private final String secretKey;
    private @Nullable S3Proxy server;

    EmbeddedStore(
            EmbeddedProperties properties,
            @Value("${reelroute.data}") Path data,
            @Value("${reelroute.store.bucket}") String bucket,
            @Value("${reelroute.store.access-key:}") String accessKey,
            @Value("${reelroute.store.secret-key:}") String secretKey) {
        this.port = properties.storePort();
        this.folder = data.resolve("store");
        this.bucket = bucket;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    @Override
    public void start() throws Exception {
        PrivateFiles.folder(folder);
        PrivateFiles.folder(folder.resolve(bucket));
        PrivateFiles.folder(folder.resolve(bucket).resolve("uploads"));
        // The server removes empty folders, and so the folder into which people put their files.
        PrivateFiles.file(folder.resolve(bucket).resolve(KEEP));
        S3Proxy s3 = S3Proxy.builder()
                .blobStore(new PrivateBlobs(folder))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                // S3Proxy refuses every x-amz-* header that is not signed. But it checks first for headers that it does
                // not know, and answers "not implemented" before it has looked at the signature. Those must be refused
                // for the missing signature, too.
                .ignoreUnknownHeaders(true)
                .v4MaxNonChunkedRequestSize(WHOLE_BYTES)
                .jettyMaxThreads(THREADS)
                .build();
        try {
            s3.start();
        } catch (Exception e) {
            throw e instanceof BindException || e.getCause() instanceof BindException
                    ? new PortTaken(port, "reelroute.embedded.store-port", e)
                    : e;
        }
        server = s3;
        Server jetty = jetty(s3);
        takeFormsAsTheyAre(jetty);
        stopSoon(jetty);
        tidy();
    }

    /**
     * Whether a file in the bucket's folder is none that somebody stored: a part, or the beginning of one.
     *
     * @param bucket its folder
     * @param path relative to the bucket
     */
    static boolean isOurs(Path bucket, Path path) {
        return isHalf(bucket.resolve(path))
                || PARTS.matcher(path.getName(0).toString()).matches()
                || path.getFileName().toString().startsWith(STUB)
                || path.equals(KEEP);
    }

    /**
     * Whether a file is the beginning of an object that is being stored. S3Proxy gives a file its ETag last, so that an object
     * that was stored under such a name is none. A file that was copied into the folder under such a name cannot be told from one.
     */
    static boolean isHalf(Path file) {
        return HALF.matcher(file.getFileName().toString()).matches() && !hasEtag(file);
    }

    private static boolean hasEtag(Path file) {
        try {
            return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                    .list()
                    .contains(ETAG);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * {@code curl --data-binary} and Python's urllib call every body a form unless they are told otherwise. S3Proxy asks
     * Jetty for the parameters of the request, and for a form Jetty looks for them in the body, of which nothing is left
     * then.
     */
    private static void takeFormsAsTheyAre(Server jetty) {
        for (Connector connector : jetty.getConnectors()) {
            for (ConnectionFactory factory : connector.getConnectionFactories()) {
                if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                    http.getHttpConfiguration().setFormEncodedMethods(Set.of());
                }
            }
        }
    }

    /**
     * A stop waits until nothing has come over a connection for this long. By itself it is a second, and there always are
     * some that our own client keeps.
     */
    private static void stopSoon(Server jetty) {
        for (Connector connector : jetty.getConnectors()) {
            if (connector instanceof AbstractConnector idle) {
                idle.setShutdownIdleTimeout(STOP_MILLIS);
            }
        }
    }

    /** S3Proxy has no settings for these, and keeps its server to itself. */
    private static Server jetty(S3Proxy s3) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(S3Proxy.class, "server", Server.class));
        ReflectionUtils.makeAccessible(field);
        return (Server) Objects.requireNonNull(ReflectionUtils.getField(field, s3));
    }

    @Override
    public Path file(String key) {
        return folder.resolve(bucket).resolve(key);
    }

    /**
     * Removes what a process that was killed had only begun to store or to remove. Nothing waits for this: a bucket may
     * be large.
     */
    private void tidy() {
        FileTime start = FileTime.from(Instant.now());
        Thread tidying = new Thread(
                () -> {
                    try {
                        removeHalves(start);
                        removeParts(start);
                    } catch (IOException | UncheckedIOException e) {
                        // The next start continues.
                        LOG.debug("Not all of the bucket was tidied", e);
                    }
                },
                "store-tidy");
        tidying.setDaemon(true);
        tidying.start();
    }

    private void removeHalves(FileTime before) throws IOException {
        try (Stream<Path> halves = Files.find(
                folder.resolve(bucket),
                Integer.MAX_VALUE,
                (file, known) ->
                        known.isRegularFile() && known.lastModifiedTime().compareTo(before) < 0 && isHalf(file))) {
            for (Path half : (Iterable<Path>) halves::iterator) {
                Files.deleteIfExists(half);
            }
        }
    }

    private void removeParts(FileTime before) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(bucket))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher parts = PARTS.matcher(entry.getFileName().toString());
                if (parts.matches()
                        && Files.notExists(entry.resolveSibling(STUB + parts.group(1)))
                        && Files.getLastModifiedTime(entry).compareTo(before) < 0) {
                    FileSystemUtils.deleteRecursively(entry);
                }
            }
        }
    }

    @Override
    public void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
