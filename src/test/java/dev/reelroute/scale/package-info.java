/**
 * A simulator of many workers: discrete events, no encoder, no clock and no network. What is made of a video is decided by the
 * product's own planner, who goes next by its own rule ({@code task.Turns}), and what it takes by its own cost model with the
 * unit costs of {@code config/application.yaml}. The same seed gives the same run. {@code bench/simulate} starts it, and
 * {@code docs/scale.md} has its tables.
 */
@NullMarked
package dev.reelroute.scale;

import org.jspecify.annotations.NullMarked;
