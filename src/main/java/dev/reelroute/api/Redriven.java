package dev.reelroute.api;

/** @param videos that are worked on again */
public record Redriven(int videos) {}
