/**
 * Whether the servers that everything depends on answer: asked regularly, told in one line when that changes, shown by
 * readiness. Knows how to ask them; nothing of what they are used for.
 */
@NullMarked
package dev.reelroute.health;

import org.jspecify.annotations.NullMarked;
