package dev.reelroute.task;

/** The body of a queue's message: there may be something to do for this task. */
public record Ring(String task) {}
