/**
 * Looks at a source and judges it: what is in the file, and can it become a stream? Knows FFmpeg's descriptions of
 * files, and failures, but not ladders or storage. Only {@code Inspector}, whose methods routes call, knows the claimed
 * task.
 */
@NullMarked
package dev.reelroute.inspect;

import org.jspecify.annotations.NullMarked;
