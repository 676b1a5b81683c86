/** Planted faults. */
@NullMarked
package planted.publish;

import org.jspecify.annotations.NullMarked;
