package dev.reelroute.house;

import java.util.Locale;

/** What a route file must keep, each with its reason. {@code bad-routes/} has a file for every one that breaks it. */
enum RouteRule {
    // What Camel itself would say, but only when the application starts, or when the message comes.
    SCHEMA("is not valid by the schema of Camel's YAML language"),
    ENDPOINT("has an endpoint that Camel's catalog refuses"),
    COMPONENT("names a component that is not on the class path"),
    SIMPLE("has a simple expression that does not parse"),

    // Names: one word finds a stage's routes, code, configuration and tests.
    FILE_NAME("must be called <stage>.camel.yaml, in kebab-case: one word names a stage everywhere"),
    CONTRACT("must open with a comment, and with In:, Out: and Promise: where it has routes: it is their contract"),
    ROUTE_ID("must have an id <stage>[-<verb>[-<object>]] in kebab-case: it is what logs, metrics and consoles show"),
    DESCRIPTION("must have a description"),
    DIRECT_NAME("must be reached as direct:<its id>: two names for one route are one too many"),
    STEP_ID("must have an id <route-id>.<step>: consoles show to-3430 otherwise, and ids share one namespace"),
    ONE_NAME("uses an id that another step or route has: Camel does not start"),

    // Shape.
    CANONICAL("must be written in the explicit form (expression: {simple: {expression: …}}): the short one is going"),
    TEMPLATE(
            "does not fit: a templated route names a template of its own file and gives it no more than its parameters, and every template has a route"),
    LENGTH("has more steps than one look can take in: move what belongs together behind a direct: route"),
    NESTED_CHOICE("has a choice within a choice: give the inner one a route of its own"),

    // What does not belong into YAML.
    SCRIPT("has a script: what a message becomes is said in Java, where the compiler and the tests see it"),
    BEANS("declares beans: they are declared in Java"),
    DO_TRY("has a doTry: failures are named promises, in a routeConfiguration"),
    LITERAL_HOST("names a host: endpoints are configuration"),
    LITERAL_SECRET("has a secret in it"),
    LITERAL_NUMBER("has a number that an operator must be able to change: make it a {{placeholder}}"),

    // What has hurt.
    CATCH_ALL("handles every exception: what nobody foresaw must not be taken for done"),
    OWN_ERROR_HANDLER(
            "has an error handler of its own, which Hawtio takes for a step without a name and then draws no route any more: name a routeConfiguration"),
    HIDDEN_FAILURE(
            "goes straight to a route whose split or multicast stops on exceptions, which Camel takes for handled: put one that leaves failures to its caller between"),
    LET_GO(
            "works side by side without synchronous: Camel's consumer then takes the next message at once, however many are under way"),
    EXEC_HEADER("sets a header that overrules exec: what runs is said by the typed binding only"),
    SQS_ENTRANCE(
            "consumes SQS without a headerFilterStrategy, or asks for attributes: senders could set Camel's headers"),
    S3_ENTRANCE("consumes aws2-s3: it downloads and deletes what it lists; list with the producer instead"),

    // Wiring: what is named must be there, and what is there must be used.
    TARGET("sends to a direct: or seda: route that does not exist"),
    UNUSED("is a direct: or seda: route that nothing sends to"),
    PLACEHOLDER("has a placeholder that neither a configuration file nor a class defines"),
    BEAN("names a bean that no class declares"),
    BEAN_METHOD("calls a method that its bean does not have"),
    RESOURCE("names a resource that does not exist"),
    PROMISE("names a routeConfiguration that does not exist"),
    OPERATION("serves an OpenAPI operation that has no direct: route");

    private final String reason;

    RouteRule(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    /** Name of its folder in {@code bad-routes/}. */
    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
