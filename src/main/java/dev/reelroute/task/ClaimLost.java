package dev.reelroute.task;

/** The claim is not ours any more: its lease ran out, or the video was cancelled or deleted. Change nothing. */
public class ClaimLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClaimLost(Claim claim) {
        super("The claim on " + claim.token() + " is lost");
    }
}
