package dev.reelroute.journey;

import dev.reelroute.task.Claim;
import dev.reelroute.task.Work;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Does harm right before a step of the product's routes, as a broken encoder, a broken disk or a stranger in the bucket
 * would, and records what the product reports about it.
 */
final class Saboteur implements InterceptStrategy {

    private final Map<String, List<Plot>> plots = new ConcurrentHashMap<>();

    /** What is done to the work on a video, given the exchange before the step. */
    @FunctionalInterface
    interface Deed {
        void harm(Exchange exchange, Work work) throws Exception;
    }

    /**
     * @param step id of the step before which it happens
     * @param victim whose work it happens to
     * @param times how often at most
     */
    record Plan(String step, Predicate<Claim> victim, int times, Deed deed) {}

    /** What came of a plan. */
    static final class Plot {

        private final Plan plan;
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Claim catcher;
        private volatile @Nullable String words;

        private Plot(Plan plan) {
            this.plan = plan;
        }

        boolean happened() {
            return done.get() > 0;
        }

        /** Whose check noticed it first, of its victims; null when none did. */
        @Nullable
        Claim catcher() {
            return catcher;
        }

        /** What the product said when it noticed. */
        String words() {
            return Objects.requireNonNullElse(words, "nothing");
        }
    }

    /** Only for tests that start the application with it. */
    @Configuration
    static class Hire {

        @Bean
        Saboteur saboteur() {
            return new Saboteur();
        }

        @Bean
        CamelContextConfiguration hire(Saboteur saboteur) {
            return new CamelContextConfiguration() {
                @Override
                public void beforeApplicationStart(CamelContext context) {
                    context.getCamelContextExtension().addInterceptStrategy(saboteur);
                }

                @Override
                public void afterApplicationStart(CamelContext context) {
                    // Nothing is left to do.
                }
            };
        }
    }

    /** @param filename of the video to whose work it will happen, beside what else is planned for it */
    Plot plot(String filename, Plan plan) {
        Plot plot = new Plot(plan);
        plots.computeIfAbsent(filename, none -> new CopyOnWriteArrayList<>()).add(plot);
        return plot;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        String step = definition.getId();
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Work work = exchange.getVariable("work", Work.class);
                List<Plot> planned = work == null
                        ? List.of()
                        : plots.getOrDefault(work.video().filename(), List.of());
                for (Plot plot : planned) {
                    listen(plot, step, exchange, work);
                    try {
                        act(plot, step, exchange, work);
                    } catch (Exception e) {
                        throw new IllegalStateException("The harm itself failed before " + step, e);
                    }
                }
                return super.process(exchange, callback);
            }
        };
    }

    private static void act(Plot plot, String step, Exchange exchange, Work work) throws Exception {
        Plan plan = plot.plan;
        if (plan.step().equals(step)
                && plan.victim().test(work.claim())
                && plot.done.getAndIncrement() < plan.times()) {
            plan.deed().harm(exchange, work);
        }
    }

    private static void listen(Plot plot, String step, Exchange exchange, Work work) {
        Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        boolean isOfVictim = plot.plan.victim().test(work.claim());
        if (step.startsWith("retry-then-park.") && isOfVictim && plot.catcher == null && thrown != null) {
            while (thrown.getMessage() == null
                    || (!thrown.getClass().getName().startsWith("dev.reelroute") && thrown.getCause() != null)) {
                thrown = Objects.requireNonNull(thrown.getCause());
            }
            plot.words = thrown.getMessage();
            plot.catcher = work.claim();
        }
    }
}
