package dev.reelroute.quota;

/** When tenants are held to their limits. */
public enum Hold {
    /** Where callers are known. */
    AUTO,
    ALWAYS,
    NEVER
}
