/**
 * The only package that knows Camel's types: bindings, filters and the bridge from Java to routes.
 */
@NullMarked
package dev.reelroute.camel;

import org.jspecify.annotations.NullMarked;
