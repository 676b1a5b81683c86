/** Planted faults. */
@NullMarked
package planted.quota;

import org.jspecify.annotations.NullMarked;
