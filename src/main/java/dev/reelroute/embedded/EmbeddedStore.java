package dev.reelroute.embedded;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** An S3 server on plain files: the object {@code videos/x} of bucket {@code b} is the file {@code store/b/videos/x}. */
@Component
@ConditionalOnProperty("reelroute.embedded.store")
class EmbeddedStore {

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
            @Value("${reelroute.store.access-key}") String accessKey,
            @Value("${reelroute.store.secret-key}") String secretKey) {
        this.port = properties.storePort();
        this.folder = data.resolve("store");
        this.bucket = bucket;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    @PostConstruct
    void start() throws Exception {
        Path uploads = Files.createDirectories(folder.resolve(bucket).resolve("uploads"));
        // The server tidies an empty folder away, and with it the place where people drop their files.
        Path keep = uploads.resolve(".keep");
        if (!Files.exists(keep)) {
            Files.createFile(keep);
        }
        // Uploads come from the page, which has another origin. Every request must be signed, so any origin may ask.
        CrossOriginResourceSharing cors = new CrossOriginResourceSharing(
                List.of("*"), List.of("GET", "HEAD", "PUT"), List.of("*"), List.of("ETag"), "");
        S3Proxy s3 = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .corsRules(cors)
                .build();
        try {
            s3.start();
        } catch (Exception e) {
            throw e instanceof BindException || e.getCause() instanceof BindException
                    ? new PortTaken(port, "reelroute.embedded.store-port", e)
                    : e;
        }
        server = s3;
    }

    @PreDestroy
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }
}
