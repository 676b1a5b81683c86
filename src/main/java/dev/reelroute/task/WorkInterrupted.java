package dev.reelroute.task;

/** This worker is stopping: the work goes back to the queue, and this does not count as a setback. */
public class WorkInterrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WorkInterrupted(Claim claim) {
        super("The worker stops; " + claim.token() + " goes back to the queue");
    }
}
