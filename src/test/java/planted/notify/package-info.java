/** Planted faults. */
@NullMarked
package planted.notify;

import org.jspecify.annotations.NullMarked;
