package dev.reelroute.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the embedded servers have kept in a data folder, while none of them runs; and none can start before this is closed. */
public final class DataAtRest implements AutoCloseable {

    private final DataLock lock;
    private final Connection ledger;
    private final Path store;
    private final String bucket;
    private final PrivateBlobs blobs;

    private DataAtRest(DataLock lock, Connection ledger, Path store, String bucket) {
        this.lock = lock;
        this.ledger = ledger;
        this.store = store;
        this.bucket = bucket;
        this.blobs = new PrivateBlobs(store);
    }

    /**
     * @param data folder of an embedded installation
     * @throws dev.reelroute.failure.Misconfigured when a Reelroute works on it
     */
    public static DataAtRest open(Path data, String bucket) throws IOException, SQLException {
        DataLock lock = DataLock.take(data);
        try {
            return new DataAtRest(
                    lock,
                    DriverManager.getConnection(
                            EmbeddedLedger.urlAtRest(data),
                            "reelroute",
                            EmbeddedEnvironment.secrets(data).getProperty("ledger.password")),
                    data.resolve("store"),
                    bucket);
        } catch (SQLException e) {
            lock.destroy();
            throw e;
        }
    }

    /** Whether there is anything in this folder. */
    public static boolean isIn(Path data) {
        return Files.exists(EmbeddedLedger.file(data));
    }

    public Connection ledger() {
        return ledger;
    }

    /** Otherwise the bucket was elsewhere before. */
    public boolean hasBucket() {
        return Files.isDirectory(store.resolve(bucket));
    }

    /** Keys of all objects that are whole. */
    public List<String> keys() throws IOException {
        if (!hasBucket()) {
            return List.of();
        }
        Path folder = store.resolve(bucket);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !EmbeddedStore.isOurs(folder, folder.relativize(file)))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    public HeadObjectResponse head(String key) {
        return blobs.blobMetadata(
                HeadObjectRequest.builder().bucket(bucket).key(key).build());
    }

    public Path file(String key) {
        return store.resolve(bucket).resolve(key);
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            ledger.close();
        } finally {
            lock.destroy();
        }
    }
}
