/** Planted faults. */
@NullMarked
package planted.playback;

import org.jspecify.annotations.NullMarked;
