/**
 * What stands between the network and all that answers: which host names and origins are served, how large a body may
 * be and how long it may take, connections that are too slow, health on a connector of its own, and passing uploads on
 * to the store. Knows the form of problems ({@code api}), addresses and where the store is.
 */
@NullMarked
package dev.reelroute.http;

import org.jspecify.annotations.NullMarked;
