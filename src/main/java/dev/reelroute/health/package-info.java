/**
 * Whether the servers that everything depends on answer. They are asked regularly, each change is logged in one line,
 * and readiness shows it. Knows how to ask them, but not what they are used for.
 */
@NullMarked
package dev.reelroute.health;

import org.jspecify.annotations.NullMarked;
