package dev.reelroute.ledger;

/** Kinds of work. A task's id ends in the kind and its ordinal. */
public enum TaskKind {
    INSPECT,
    EARLY,
    ENCODE_VIDEO,
    ENCODE_AUDIO,
    STILLS,
    SUBTITLES,
    PUBLISH
}
