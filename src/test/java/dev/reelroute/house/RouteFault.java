package dev.reelroute.house;

/**
 * One breach of one rule.
 *
 * @param file name of the route file
 * @param where id of the route or step, or the piece of text that is meant
 * @param detail what was found
 */
record RouteFault(RouteRule rule, String file, String where, String detail) {

    @Override
    public String toString() {
        return file + ": " + where + " " + rule.reason() + (detail.isEmpty() ? "" : "\n      found: " + detail);
    }
}
