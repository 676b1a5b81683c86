/** Planted faults. */
@NullMarked
package planted.embedded;

import org.jspecify.annotations.NullMarked;
