package dev.reelroute.notify;

/**
 * News on their way to a receiver, claimed by this process.
 *
 * @param attempt the fencing token
 * @param failures so far
 */
public record Delivery(String id, String type, String url, String payload, int attempt, int failures) {}
