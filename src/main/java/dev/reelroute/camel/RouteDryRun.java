package dev.reelroute.camel;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.bean.BeanEndpoint;
import org.apache.camel.component.bean.BeanInfo;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.NestedExceptionUtils;

/**
 * Makes the routes of a file as Camel would, with the components, beans and settings of the running application, but
 * does not start or keep them. So an error is known before the swap: during it, Camel would find the error after the
 * old routes are gone.
 */
final class RouteDryRun {

    private static final Logger LOG = LoggerFactory.getLogger(RouteDryRun.class);
    private static final int LONGEST = 240;
    private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("(?s)Unknown parameters=\\[\\{(.*)}]");
    private static final Pattern OPTION = Pattern.compile("(?:^|, )([A-Za-z][\\w.-]*)=");
    private static final Pattern NO_COMPONENT = Pattern.compile("No endpoint could be found for: ([^:]+):");
    private static final Pattern UNRESOLVED = Pattern.compile("Property with key \\[(.*?)] not found");
    private static final Pattern WITH_NAME = Pattern.compile("([A-Z]\\w+( \\w+)*): (\\S+)");

    private final ModelCamelContext context;
    private final RouteText text;

    private RouteDryRun(ModelCamelContext context, RouteText text) {
        this.context = context;
        this.text = text;
    }

    /**
     * @return the first fault
     */
    static Optional<RouteFileFault> of(ModelCamelContext context, RouteText text) {
        RouteDryRun dryRun = new RouteDryRun(context, text);
        try {
            dryRun.make();
            return nameless(text);
        } catch (Unmakeable e) {
            String which = text.templated().contains(e.route) ? " (in " + e.route + ")" : "";
            return Optional.of(new RouteFileFault(text.file(), e.line, reason(e.getCause()) + which));
        } catch (Exception e) {
            return Optional.of(fault(text, e));
        }
    }

    /** Camel gives a route without an id one of its own, by which nobody finds it again. */
    static Optional<RouteFileFault> nameless(RouteText text) {
        return text.nameless().stream()
                .findFirst()
                .map(line -> new RouteFileFault(
                        text.file(), line, "a route needs an id: \"- route:\", and below it \"id:\""));
    }

    /** The message and the line of an error of Camel's reader. */
    static RouteFileFault fault(RouteText text, Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return new RouteFileFault(text.file(), text.line(marked.getProblemMark()), reason(marked));
            }
        }
        return new RouteFileFault(text.file(), 0, reason(error));
    }

    /** In one line, for people. */
    static String reason(Throwable error) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(error);
        if (cause instanceof MarkedYamlEngineException marked) {
            return said(marked.getProblem());
        }
        if (cause instanceof NoSuchBeanException missing && missing.getName() != null) {
            return "there is no bean " + missing.getName();
        }
        if (cause instanceof ClassNotFoundException) {
            return "there is no class " + cause.getMessage();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        Matcher unresolved = UNRESOLVED.matcher(message);
        if (unresolved.find()) {
            return "nothing says what {{" + unresolved.group(1) + "}} is";
        }
        Matcher unknown = UNKNOWN_OPTIONS.matcher(message);
        if (unknown.find()) {
            return OPTION.matcher(unknown.group(1))
                    .results()
                    .map(option -> option.group(1))
                    .collect(Collectors.joining(", ", "unknown option ", ""));
        }
        Matcher missing = NO_COMPONENT.matcher(message);
        if (missing.find()) {
            String name = missing.group(1);
            return "there is no component " + name + ": misspelt, or camel-" + name + "-starter is not in pom.xml";
        }
        return said(message.replaceFirst("(?s)^Failed to resolve endpoint: .*? due to: ", ""));
    }

    private static String said(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        Matcher named = WITH_NAME.matcher(line);
        String plain = named.matches() ? named.group(1) + " " + named.group(3) : line;
        String sentence = Riddles.explained(Character.toLowerCase(plain.charAt(0)) + plain.substring(1));
        return sentence.length() > LONGEST ? sentence.substring(0, LONGEST) + " …" : sentence;
    }

    private void make() throws Exception {
        // First the file as it is written: where Camel cannot read it, the line is right.
        read(text.text());
        for (RoutesBuilder builder : read(text.plain())) {
            if (builder instanceof RouteConfigurationBuilder routes) {
                for (RestDefinition rest : routes.getRestCollection().getRests()) {
                    rest.asRouteDefinition(context).forEach(routes.getRouteCollection()::route);
                }
                for (RouteConfigurationDefinition promise :
                        routes.getRouteConfigurationCollection().getRouteConfigurations()) {
                    make(promise);
                }
                for (RouteDefinition route : routes.getRouteCollection().getRoutes()) {
                    make(route);
                }
            }
        }
    }

    private Collection<RoutesBuilder> read(String yaml) throws Exception {
        Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(context)
                .findRoutesBuilders(List.of(ResourceHelper.fromString("file:" + text.file(), yaml)));
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder routes) {
                routes.setCamelContext(context);
                routes.getRouteConfigurationCollection().setCamelContext(context);
                routes.configuration();
                routes.configureRoutes(context);
                routes.configureRests(context);
            }
        }
        return builders;
    }

    private void make(RouteConfigurationDefinition promise) throws Unmakeable {
        RouteDefinition bearer = new RouteDefinition("direct:" + promise.getId());
        bearer.setId(promise.getId());
        promise.getOnExceptions().forEach(bearer::addOutput);
        promise.getOnCompletions().forEach(bearer::addOutput);
        promise.getIntercepts().forEach(bearer::addOutput);
        make(bearer);
    }

    private void make(RouteDefinition definition) throws Unmakeable {
        String id = definition.getRouteId();
        Endpoint from;
        try {
            from = context.getEndpoint(definition.getInput().getEndpointUri());
        } catch (RuntimeException e) {
            throw new Unmakeable(id, text.line(id, "from"), e);
        }
        Route route = PluginHelper.getRouteFactory(context)
                .createRoute(context, definition, id, null, null, from, definition.getResource());
        route.setErrorHandlerFactory(definition.getErrorHandlerFactory());
        for (ProcessorDefinition<?> step : definition.getOutputs()) {
            if (!isOfRunningPromise(step)) {
                make(route, step);
            }
        }
    }

    /** The steps of a promise stand in its own file, and are made there. */
    private boolean isOfRunningPromise(ProcessorDefinition<?> step) {
        return step instanceof OnExceptionDefinition
                && context.getRouteConfigurationDefinitions().stream()
                        .anyMatch(promise -> promise.getOnExceptions().contains(step));
    }

    /** Inner steps first, so that a fault is reported for the innermost step that has it. */
    private void make(Route route, ProcessorDefinition<?> step) throws Unmakeable {
        for (ProcessorDefinition<?> within : step.getOutputs()) {
            make(route, within);
        }
        String at = "";
        try {
            if (step instanceof EndpointRequiredDefinition call && call.getEndpointUri() != null) {
                at = "uri";
                called(context.getEndpoint(call.getEndpointUri()));
            }
            if (step instanceof OnExceptionDefinition promise) {
                at = "exception";
                for (String name : promise.getExceptions()) {
                    context.getClassResolver().resolveMandatoryClass(context.resolvePropertyPlaceholders(name));
                }
            }
            if (step instanceof HasExpressionType node) {
                at = "expression";
                if (node.getExpressionType() instanceof MethodCallExpression call
                        && call.getRef() != null
                        && call.getMethod() != null) {
                    called(call.getRef(), call.getMethod());
                }
            }
            ProcessorReifier<?> reifier = ProcessorReifier.reifier(route, step);
            if (step.isAbstract()) {
                reifier.addRoutes();
            } else {
                discard(reifier.createProcessor());
            }
        } catch (Exception e) {
            int line = step.getId() == null ? 0 : text.line(step.getId(), at);
            throw new Unmakeable(route.getId(), line > 0 ? line : text.stepLine(step.getLineNumber()), e);
        }
    }

    private void called(Endpoint endpoint) {
        if (endpoint instanceof BeanEndpoint bean && bean.getMethod() != null) {
            called(bean.getBeanName(), bean.getMethod());
        }
    }

    /** Camel looks for the bean when it makes the step, but for most methods only when a message comes. */
    private void called(String name, String written) {
        String call = context.resolvePropertyPlaceholders(written);
        Object bean = context.getRegistry().lookupByName(name.replaceFirst("^#?(bean:)?", ""));
        String method = call.replaceFirst("(?s)\\W.*", "");
        if (bean != null && !new BeanInfo(context, bean.getClass()).hasMethod(method)) {
            throw new IllegalArgumentException("the bean " + name + " has no method " + method);
        }
        arguments(call.substring(method.length()).strip());
    }

    /** Camel reads these only when a message comes. */
    private void arguments(String written) {
        if (written.startsWith("(")) {
            if (!written.endsWith(")")) {
                throw new IllegalArgumentException("the brackets of " + written + " are not closed");
            }
            context.resolveLanguage("simple")
                    .createExpression(written.substring(1, written.length() - 1))
                    .init(context);
        }
    }

    /** Parallel branches get their threads when they are made, and these must be stopped again. */
    private void discard(Processor processor) {
        CamelContextAware.trySetCamelContext(processor, context);
        try {
            ServiceHelper.stopAndShutdownService(processor);
        } catch (RuntimeException e) {
            LOG.debug("{} was never started, and cannot be ended", processor, e);
        }
    }

    /** A step that cannot be made. */
    private static final class Unmakeable extends Exception {

        private static final long serialVersionUID = 1L;
        private final String route;
        private final int line;

        Unmakeable(String route, int line, Exception cause) {
            super(cause);
            this.route = route;
            this.line = line;
        }

        @Override
        public synchronized Throwable getCause() {
            return Objects.requireNonNull(super.getCause());
        }
    }
}
