/**
 * What it costs: the real product, started as a user starts it, beside the same work by FFmpeg alone, in one run. Each
 * class that ends in a question of {@code docs/performance.md} is one measurement; {@code bench/run} starts them. Linux
 * only: processor time and memory are read from {@code /proc}.
 */
@NullMarked
package dev.reelroute.bench;

import org.jspecify.annotations.NullMarked;
