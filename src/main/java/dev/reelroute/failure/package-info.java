/**
 * Every way in which work can fail, with its stable code, HTTP status and a sentence for the user. Knows nothing of the rest of the house.
 */
@NullMarked
package dev.reelroute.failure;

import org.jspecify.annotations.NullMarked;
