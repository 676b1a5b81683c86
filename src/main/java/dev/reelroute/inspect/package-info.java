/**
 * Looks at a source and judges it: what is in the file, and can it become a stream? Knows FFmpeg's words for a file, and
 * failures; nothing of ladders or storage. Only {@code Inspector}, whose methods routes call, knows the claimed task.
 */
@NullMarked
package dev.reelroute.inspect;

import org.jspecify.annotations.NullMarked;
