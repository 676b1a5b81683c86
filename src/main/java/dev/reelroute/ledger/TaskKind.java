package dev.reelroute.ledger;

/** Kinds of tasks, and the lane of each while it is not heavy. A task's id ends in the kind and its ordinal. */
public enum TaskKind {
    INSPECT(Lane.FAST),
    EARLY(Lane.EARLY),
    ENCODE_VIDEO(Lane.BULK),
    ENCODE_AUDIO(Lane.BULK),
    STILLS(Lane.BULK),
    SUBTITLES(Lane.BULK),
    PUBLISH(Lane.FAST);

    private final Lane lane;

    TaskKind(Lane lane) {
        this.lane = lane;
    }

    public Lane lane() {
        return lane;
    }

    /** It makes something that the video can be published without. */
    public boolean isAside() {
        return this == STILLS || this == SUBTITLES;
    }
}
