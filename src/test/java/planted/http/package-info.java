/** Planted faults. */
@NullMarked
package planted.http;

import org.jspecify.annotations.NullMarked;
