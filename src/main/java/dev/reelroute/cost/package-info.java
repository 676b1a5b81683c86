/**
 * What work costs: processor time, bytes, requests and money, of a plan before the work and of a video after it. The input
 * is a plan or a usage and the unit costs of the configuration, the output figures; it changes nothing and asks nobody.
 */
@NullMarked
package dev.reelroute.cost;

import org.jspecify.annotations.NullMarked;
