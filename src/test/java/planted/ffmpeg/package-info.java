/** Planted faults. */
@NullMarked
package planted.ffmpeg;

import org.jspecify.annotations.NullMarked;
