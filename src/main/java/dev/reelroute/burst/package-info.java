/**
 * Workers that come and go on Amazon ECS: they are asked for while work waits, kept while they work, and end by
 * themselves. Knows what waits in the lanes, and nothing of what the work is.
 */
@NullMarked
package dev.reelroute.burst;

import org.jspecify.annotations.NullMarked;
