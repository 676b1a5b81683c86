/**
 * What happens to every kind of file that people have: one tiny generated clip for each trait, through the whole
 * product. The rows are data, in {@code src/test/resources/traits}.
 */
@NullMarked
package dev.reelroute.media.traits;

import org.jspecify.annotations.NullMarked;
