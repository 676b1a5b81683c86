package dev.reelroute.embedded;

import dev.reelroute.store.PrivateFiles;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.PropertyResolver;
import org.springframework.stereotype.Component;

/**
 * Gives workers in other processes access to the H2 database over TCP. This process opens the file directly. H2's own
 * {@code AUTO_SERVER} is not used, because it closes the database when a signal arrives, while work is still to be
 * handed back.
 */
@Component
class EmbeddedLedger {

    private static final String NAME = "reelroute";
    private static final String DIALECT = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    private final int port;
    private final Path folder;
    private final boolean isHere;
    private @Nullable Server server;

    EmbeddedLedger(
            EmbeddedProperties properties,
            @Value("${reelroute.data}") Path data,
            @Value("${reelroute.embedded.ledger:false}") boolean isHere) {
        this.isHere = isHere;
        this.port = properties.ledgerPort();
        this.folder = folder(data);
    }

    /** @param serves whether this process has the database, and not another one on this machine */
    static String url(Path data, boolean serves, PropertyResolver settings) {
        if (serves) {
            // Otherwise the server would listen on all interfaces, even if it refused other machines. H2 reads this
            // once.
            System.setProperty("h2.bindAddress", "127.0.0.1");
            // WRITE_DELAY=0: with H2's default, acknowledged commits are lost when the process is killed.
            // The last connection closes the database, not the JVM's end: by then all work has been handed back.
            // No trace file: it repeats errors that the log has, with values of rows, and others may read it.
            return "jdbc:h2:file:" + folder(data).resolve(NAME)
                    + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0" + DIALECT;
        }
        String port = settings.getRequiredProperty("reelroute.embedded.ledger-port");
        return "jdbc:h2:tcp://127.0.0.1:" + port + "/" + NAME + DIALECT;
    }

    /** For who reads it while no server has it, and makes none. */
    static String urlAtRest(Path data) {
        return "jdbc:h2:file:" + folder(data).resolve(NAME) + ";IFEXISTS=TRUE;TRACE_LEVEL_FILE=0" + DIALECT;
    }

    /** Makes the file with private modes, before the database would make it with the modes of the umask. */
    static void prepare(Path data) throws IOException {
        PrivateFiles.folder(folder(data));
        PrivateFiles.file(file(data));
    }

    static Path file(Path data) {
        return folder(data).resolve(NAME + ".mv.db");
    }

    @PostConstruct
    void start() {
        if (!isHere) {
            return;
        }
        try {
            server = Server.createTcpServer(
                            "-tcpPort", Integer.toString(port), "-tcpDaemon", "-baseDir", folder.toString())
                    .start();
        } catch (SQLException e) {
            throw new PortTaken(port, "reelroute.embedded.ledger-port", e);
        }
    }

    @PreDestroy
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private static Path folder(Path data) {
        return data.resolve("ledger");
    }
}
