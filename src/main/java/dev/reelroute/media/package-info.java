/**
 * Exact quantities of media, and what is made of them: fractions, tracks, objects and their types. Knows no other
 * package.
 */
@NullMarked
package dev.reelroute.media;

import org.jspecify.annotations.NullMarked;
