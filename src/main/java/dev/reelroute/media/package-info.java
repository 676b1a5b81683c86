/**
 * Exact quantities of media: fractions and time bases. Knows nothing of the rest of the house.
 */
@NullMarked
package dev.reelroute.media;

import org.jspecify.annotations.NullMarked;
