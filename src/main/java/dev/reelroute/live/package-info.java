/**
 * What may be changed while the application runs: looks at the folders with routes, profiles and configuration, and tells
 * those who care. Knows files and profiles, and nothing of Camel.
 */
@NullMarked
package dev.reelroute.live;

import org.jspecify.annotations.NullMarked;
