package dev.reelroute.task;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.health.Dependencies;
import dev.reelroute.health.Disk;
import dev.reelroute.ledger.Lane;
import dev.reelroute.ledger.Ledger;
import dev.reelroute.ledger.Statements.ForgetWorkers;
import dev.reelroute.ledger.Statements.InsertWorker;
import dev.reelroute.ledger.Statements.ReportWorker;
import dev.reelroute.ledger.Statements.SignOffWorker;
import dev.reelroute.queue.QueueProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says regularly in the ledger that this worker is there, so that whoever waits can be told whether anybody comes. */
@Component
public class Attendance {

    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    /** For so long a worker that is gone is still told of. */
    private static final int REMEMBERED_DAYS = 2;

    private static final int LONGEST_HOST = 45;

    /** The names of workers that end themselves begin so: who has asked for some sees which of them have come. */
    private static final String ENDS_ITSELF = "burst-";

    private final Ledger ledger;
    private final RunningTasks running;
    private final Dependencies dependencies;
    private final Disk disk;
    private final String name;
    private final String places;
    private boolean hasReported;
    private boolean hasLeft;

    Attendance(
            Ledger ledger,
            RunningTasks running,
            QueueProperties queues,
            WorkerProperties worker,
            Dependencies dependencies,
            Disk disk) {
        this.ledger = ledger;
        this.running = running;
        this.dependencies = dependencies;
        this.disk = disk;
        this.name = (worker.exitWhenIdle() == null ? "" : ENDS_ITSELF) + host() + "-"
                + ProcessHandle.current().pid();
        this.places = queues.lanes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(lane -> lane.getKey() + "=" + lane.getValue().consumers())
                .collect(Collectors.joining(","));
    }

    /** Who claims: this worker's name, and what no other claim has. */
    String claimant() {
        return name + "/" + UUID.randomUUID();
    }

    /** Whether a worker ends itself when it has nothing to do, by its name. */
    public static boolean endsItself(String worker) {
        return worker.startsWith(ENDS_ITSELF);
    }

    /** Of a claimant the worker's name; empty for a claim of an older version, which tells none. */
    public static String workerOf(String claimant) {
        return claimant.contains("/") ? claimant.substring(0, claimant.indexOf('/')) : "";
    }

    /** Pieces of a lane's work that a worker does at a time, by what it said of itself. */
    public static int placesOf(String places, Lane lane) {
        return Stream.of(places.split(",", -1))
                .filter(each -> each.startsWith(lane + "="))
                .mapToInt(each -> Integer.parseInt(each.substring(lane.name().length() + 1)))
                .sum();
    }

    /** Why a worker takes no work now, by what it said of itself; null when it does. */
    public static @Nullable String lackOf(String places) {
        return places.contains("=") ? null : places;
    }

    /** Says that this worker is there, until it has signed off. While it lacks something, it has no places, but says what it lacks. */
    public synchronized void report() {
        if (hasLeft) {
            return;
        }
        Disk.Room room = disk.room();
        String has = dependencies.lack().map(FailureCode::name).orElse(places);
        int now = running.claims().size();
        if (ledger.run(new ReportWorker(name, has, now, room.free(), room.total())) == 0) {
            ledger.run(new InsertWorker(name, has, now, room.free(), room.total()));
            ledger.run(new ForgetWorkers(REMEMBERED_DAYS));
        }
        hasReported = true;
    }

    /** Says that this worker goes, and leaves nothing to others: whoever is missed is one that said nothing. */
    synchronized void signOff() {
        hasLeft = true;
        if (!hasReported) {
            return;
        }
        try {
            ledger.run(new SignOffWorker(name));
        } catch (RuntimeException e) {
            LOG.debug("The ledger could not be told that this worker goes: {}", e.toString());
        }
    }

    private static String host() {
        try {
            String host = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "_");
            return host.substring(0, Math.min(host.length(), LONGEST_HOST));
        } catch (UnknownHostException e) {
            LOG.debug("This machine has no name: {}", e.toString());
            return "worker";
        }
    }
}
