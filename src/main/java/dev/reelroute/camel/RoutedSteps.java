package dev.reelroute.camel;

import dev.reelroute.notify.News;
import dev.reelroute.notify.Steps;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** A user's own steps as the running routes have them. */
@Component("steps")
class RoutedSteps implements Steps {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedSteps.class);
    private static final String DIRECT = "direct://";
    /**
     * Prefixes of the names of a user's own steps. Our own routes must not be called because an address in the ledger
     * says so.
     */
    private static final Pattern STEP = Pattern.compile("(?:on|before)-.*");
    /** A name that is probably meant to be one. */
    private static final Pattern LIKE_A_STEP =
            Pattern.compile("(?i)(?:on[-_.]|on(?:upl|pla|rea|fai|can|del|pro)|bef).*");

    private static final List<String> POINTS = Stream.concat(
                    Stream.of(News.values()).map(News::point), Stream.of(BEFORE_PUBLISH))
            .toList();

    private final CamelContext context;
    private final ProducerTemplate producer;

    /** The routes from before, while routes are swapped. */
    private volatile @Nullable List<String> frozen;

    RoutedSteps(CamelContext context, ProducerTemplate producer) {
        this.context = context;
        this.producer = producer;
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesAdd(Collection<Route> routes) {
                entrances(routes, LIKE_A_STEP)
                        .filter(name -> POINTS.stream().noneMatch(point -> isAt(point, name)))
                        .forEach(name -> LOG.warn(
                                "No video ever calls direct:{}. Misspelt? A step of your own begins at one of {}",
                                name,
                                String.join(", ", POINTS)));
            }
        });
    }

    @Override
    public List<String> at(String point) {
        List<String> before = frozen;
        return (before == null ? now() : before)
                .stream().filter(name -> isAt(point, name)).sorted().toList();
    }

    @Override
    public Map<String, Object> call(String step, Map<String, Object> body, Map<String, Object> headers) {
        if (!at(step).contains(step)) {
            throw new StepFailed("No route of this process begins at direct:" + step + ".");
        }
        Exchange answer = producer.request("direct:" + step, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
        Exception failure = answer.getException();
        if (failure != null) {
            throw new StepFailed(reason(failure), failure);
        }
        return answer.getVariables();
    }

    /** From now on, routes that are being swapped count as there: each is missing only for a moment. */
    void freeze() {
        frozen = now();
    }

    void thaw() {
        frozen = null;
    }

    private static boolean isAt(String point, String name) {
        return name.equals(point) || name.startsWith(point + "-");
    }

    private List<String> now() {
        return entrances(context.getRoutes(), STEP).toList();
    }

    private static Stream<String> entrances(Collection<Route> routes, Pattern names) {
        return routes.stream()
                .map(route -> route.getEndpoint().getEndpointUri())
                .filter(uri -> uri.startsWith(DIRECT))
                .map(uri -> uri.substring(DIRECT.length()).replaceFirst("\\?.*", ""))
                .filter(name -> names.matcher(name).matches());
    }

    /** Without the address: the address of a chat's webhook is a secret. */
    private static String reason(Exception failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof HttpOperationFailedException http
                ? "It was answered " + http.getStatusCode() + "."
                : RouteDryRun.reason(failure);
    }
}
