/**
 * What stands between the network and everything that answers: which names and origins are served, how large a body may
 * be and how long it may take, connections that are too slow, health on a connector of its own, and the way of uploads to
 * the store. Knows the form of problems ({@code api}), who calls, addresses, where the store is, and which uploads are
 * awaited.
 */
@NullMarked
package dev.reelroute.http;

import org.jspecify.annotations.NullMarked;
