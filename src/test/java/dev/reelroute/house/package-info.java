/**
 * The gates: what every change must keep, checked by reading the code, the routes, the SQL and the configuration. Each
 * rule has a reason, and a planted fault that proves that it can fail.
 */
@NullMarked
package dev.reelroute.house;

import org.jspecify.annotations.NullMarked;
