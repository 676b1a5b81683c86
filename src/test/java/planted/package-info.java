/**
 * Classes that break one rule of the architecture each, so that every rule is seen to catch its fault. They lie outside
 * of the product's packages: no scan of the application finds them.
 */
package planted;
