/** Planted faults. */
@NullMarked
package planted.media;

import org.jspecify.annotations.NullMarked;
