/**
 * What may be changed while the application runs: looks at the folders with routes, profiles and configuration, and
 * tells the code that uses them. Knows files and profiles, but not Camel.
 */
@NullMarked
package dev.reelroute.live;

import org.jspecify.annotations.NullMarked;
