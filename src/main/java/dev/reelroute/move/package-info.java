/**
 * From the embedded servers of one machine to servers elsewhere: all objects and all rows are copied, once, while nothing
 * runs.
 */
@NullMarked
package dev.reelroute.move;

import org.jspecify.annotations.NullMarked;
