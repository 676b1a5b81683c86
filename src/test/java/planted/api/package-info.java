/** Planted faults. */
@NullMarked
package planted.api;

import org.jspecify.annotations.NullMarked;
