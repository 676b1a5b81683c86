package planted.embedded;

/** A server within. */
public record Server() {}
