package planted.util;

/** A name that says nothing, in a package that says nothing. */
record PlanImpl() {}
