package dev.reelroute.api;

/** @param videos that were taken up again */
public record Redriven(int videos) {}
