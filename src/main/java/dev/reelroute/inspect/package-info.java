/**
 * Looks at a source and judges it: what is in the file, and can it become a stream? Knows FFmpeg's words for a file, and failures; nothing of ladders or storage.
 */
@NullMarked
package dev.reelroute.inspect;

import org.jspecify.annotations.NullMarked;
