/** Objects: their keys, types and cache headers, presigned URLs, and the worker's local copies of sources. */
@NullMarked
package dev.reelroute.store;

import org.jspecify.annotations.NullMarked;
