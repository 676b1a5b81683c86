/** Planted faults. */
@NullMarked
package planted.startup;

import org.jspecify.annotations.NullMarked;
