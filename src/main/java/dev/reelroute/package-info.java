/**
 * Reelroute: video transcoding as readable Apache Camel routes. The layout is the architecture: one package for each
 * capability, and one word that names a stage's route file, package, property prefix and tests.
 */
@NullMarked
package dev.reelroute;

import org.jspecify.annotations.NullMarked;
