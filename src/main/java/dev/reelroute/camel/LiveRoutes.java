package dev.reelroute.camel;

import dev.reelroute.live.FolderWatch;
import dev.reelroute.live.LiveFiles;
import dev.reelroute.queue.LongPolls;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Route files take effect when they are edited, added or removed. Before anything is swapped, a file is checked as a
 * whole, alone ({@link RouteDryRun}) and together with the others ({@link RouteWires}); a file that would not work
 * changes nothing. Files that work only together, such as the two ends of a renamed route, are swapped together, in
 * whatever order they are saved.
 */
@Component
class LiveRoutes implements LiveFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    /** Names that are probably meant for a route file; an editor's own files have others. */
    private static final Pattern MEANT = Pattern.compile("[A-Za-z][\\w-]*|[^.].*\\.(ya?ml|camel|txt)");

    private final ModelCamelContext context;
    private final PartlyRoutedContract contract;
    private final LongPolls polls;
    private final RoutedSteps steps;
    private final FolderWatch watch;
    private final FolderWatch unread;
    private final StrayRoutes strays;
    /** The running content of each file. */
    private final Map<Path, RouteText> running = new TreeMap<>();
    /** What was logged about files that are not in force. */
    private final Map<Path, RouteFileFault> refused = new HashMap<>();
    /** Content that was swapped in and did not start: it is not tried again. */
    private final Map<Path, String> unstartable = new HashMap<>();

    LiveRoutes(
            CamelContext context,
            PartlyRoutedContract contract,
            LongPolls polls,
            RoutedSteps steps,
            @Value("${camel.main.routes-reload-directory:routes}") Path folder,
            @Value("${camel.main.routes-reload-pattern:*.camel.yaml}") String pattern) {
        this.context = (ModelCamelContext) context;
        this.contract = contract;
        this.polls = polls;
        this.steps = steps;
        List<PathMatcher> names = Stream.of(pattern.split(","))
                .map(each -> FileSystems.getDefault().getPathMatcher("glob:" + each.strip()))
                .toList();
        // Read before Camel reads it: an edit in between is then noticed once too often, never missed.
        this.watch = new FolderWatch(folder, name -> names.stream().anyMatch(each -> each.matches(Path.of(name))));
        this.unread = new FolderWatch(
                folder,
                name -> MEANT.matcher(name).matches() && names.stream().noneMatch(each -> each.matches(Path.of(name))));
        this.strays = new StrayRoutes(folder, name -> names.stream().anyMatch(each -> each.matches(name)));
        warnOfUnread(unread.contents().keySet());
        warnOfStrays();
        // Camel's own reload swaps first, and finds faults afterwards. Its reload on demand over JMX stays.
        RouteWatcherReloadStrategy camels = context.hasService(RouteWatcherReloadStrategy.class);
        if (camels != null) {
            camels.setScheduler(false);
        }
    }

    @Override
    public boolean look() {
        if (!context.isStarted()) {
            return false;
        }
        if (running.isEmpty()) {
            watch.contents().forEach((file, text) -> running.put(file, RouteText.of(file, text)));
            running.values().stream()
                    .flatMap(text -> RouteDryRun.nameless(text).stream())
                    .forEach(fault -> LOG.warn("{}. Without one, edits to it take a restart", fault));
        }
        Set<Path> others = new TreeSet<>(unread.look().keySet());
        others.retainAll(unread.contents().keySet());
        warnOfUnread(others);
        warnOfStrays();
        Set<Path> edited = watch.look().keySet();
        if (!edited.isEmpty()) {
            take(edited);
        }
        return watch.hasChanged() || unread.hasChanged();
    }

    private static void warnOfUnread(Set<Path> files) {
        files.forEach(file -> LOG.warn("{} is not read: the name of a route file ends in .camel.yaml", file));
    }

    private void warnOfStrays() {
        strays.look().forEach(file -> LOG.warn("{} is not read: no folder within the folder of the routes is", file));
    }

    private void take(Set<Path> edited) {
        Map<Path, RouteFileFault> faults = new TreeMap<>();
        Map<Path, Optional<RouteText>> pending = pending(faults);
        Map<Path, RouteText> next = fitting(pending, faults);
        Optional<String> failure = swap(pending.keySet(), next);
        if (failure.isPresent() && pending.size() == 1) {
            pending.forEach((file, text) -> unstartable(file, text, failure.get(), faults));
        } else if (failure.isPresent()) {
            // One of them cannot be started, and must not hold up the others.
            pending.forEach((file, text) -> {
                Map<Path, Optional<RouteText>> alone = new TreeMap<>(Map.of(file, text));
                Map<Path, RouteText> nextAlone = fitting(alone, faults);
                swap(alone.keySet(), nextAlone).ifPresent(why -> unstartable(file, text, why, faults));
            });
        }
        report(edited, faults);
    }

    /** Keeps only those changes that fit together, and fit what is running. */
    private Map<Path, RouteText> fitting(Map<Path, Optional<RouteText>> changes, Map<Path, RouteFileFault> faults) {
        while (true) {
            Map<Path, RouteText> next = with(changes);
            Map<Path, RouteFileFault> misfits = RouteWires.check(running, next, changes.keySet(), callers());
            if (misfits.isEmpty()) {
                return next;
            }
            faults.putAll(misfits);
            changes.keySet().removeAll(misfits.keySet());
        }
    }

    private void unstartable(Path file, Optional<RouteText> text, String why, Map<Path, RouteFileFault> faults) {
        faults.put(file, new RouteFileFault(file, 0, why));
        text.ifPresent(tried -> unstartable.put(file, tried.text()));
    }

    /**
     * What is to be swapped, as far as each file is valid by itself: each file whose content is not the running one.
     */
    private Map<Path, Optional<RouteText>> pending(Map<Path, RouteFileFault> faults) {
        Map<Path, String> contents = watch.contents();
        Map<Path, Optional<RouteText>> pending = new TreeMap<>();
        contents.forEach((file, content) -> {
            RouteText current = running.get(file);
            RouteFileFault known = refused.get(file);
            if (known != null && content.equals(unstartable.get(file))) {
                faults.put(file, known);
            } else if (current == null || !current.text().equals(content)) {
                tried(file, content, faults).ifPresent(text -> pending.put(file, Optional.of(text)));
            }
        });
        running.keySet().stream()
                .filter(file -> !contents.containsKey(file))
                .forEach(file -> pending.put(file, Optional.empty()));
        return pending;
    }

    private Optional<RouteText> tried(Path file, String content, Map<Path, RouteFileFault> faults) {
        RouteText text;
        try {
            text = RouteText.of(file, content);
        } catch (YamlEngineException e) {
            faults.put(file, RouteDryRun.fault(RouteText.of(file, ""), e));
            return Optional.empty();
        }
        Optional<RouteFileFault> fault = text.isList()
                ? RouteDryRun.of(context, text)
                : Optional.of(new RouteFileFault(file, 0, "expected a list, which begins with \"- route:\""));
        fault.ifPresent(found -> faults.put(file, found));
        return fault.isPresent() ? Optional.empty() : Optional.of(text);
    }

    private Map<Path, RouteText> with(Map<Path, Optional<RouteText>> changes) {
        Map<Path, RouteText> next = new TreeMap<>(running);
        changes.forEach((file, text) -> text.ifPresentOrElse(now -> next.put(file, now), () -> next.remove(file)));
        return next;
    }

    private Map<String, String> callers() {
        Map<String, String> callers = new HashMap<>();
        contract.operations().forEach(operation -> callers.put("direct:" + operation, "the contract"));
        callers.put(RoutedLedger.ROUTE, "the application");
        return callers;
    }

    /**
     * @return why it failed, or nothing; after a failure everything is as before
     */
    private Optional<String> swap(Set<Path> changed, Map<Path, RouteText> next) {
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        Set<Path> touched = new TreeSet<>(changed);
        touched.addAll(naming(changedPromises(changed, next), next));
        Collection<RouteText> before = texts(touched, running);
        Collection<RouteText> after = texts(touched, next);
        try {
            replace(before, after);
        } catch (Exception e) {
            restore(after, before);
            return Optional.of(RouteDryRun.reason(e));
        }
        for (Path file : touched) {
            RouteText text = Objects.requireNonNullElse(next.get(file), running.get(file));
            String did = !next.containsKey(file) ? "Removed" : running.containsKey(file) ? "Reloaded" : "Added";
            LOG.info(
                    "{} {}: {}",
                    did,
                    file,
                    Stream.concat(text.promises().keySet().stream(), text.routes().stream())
                            .collect(Collectors.joining(", ")));
            refused.remove(file);
        }
        running.clear();
        running.putAll(next);
        return Optional.empty();
    }

    private void restore(Collection<RouteText> broken, Collection<RouteText> before) {
        try {
            replace(broken, before);
        } catch (Exception e) {
            LOG.error("The old routes could not be brought back, a restart is needed: {}", RouteDryRun.reason(e));
        }
    }

    private void replace(Collection<RouteText> before, Collection<RouteText> after) throws Exception {
        // Camel stops a consumer only after its poll has returned.
        polls.breakOff();
        steps.freeze();
        try {
            replaceIdle(before, after);
        } finally {
            steps.thaw();
            polls.goOn();
        }
    }

    private void replaceIdle(Collection<RouteText> before, Collection<RouteText> after) throws Exception {
        Set<String> staying = routes(after);
        for (String route : routes(before)) {
            RouteDefinition definition = staying.contains(route) ? null : context.getRouteDefinition(route);
            if (definition != null) {
                context.removeRouteDefinition(definition);
            }
        }
        List<Resource> resources = new ArrayList<>();
        after.forEach(text -> resources.add(ResourceHelper.fromString("file:" + text.file(), text.plain())));
        PluginHelper.getRoutesLoader(context).updateRoutes(resources);
        Set<String> promised = new HashSet<>();
        after.forEach(text -> promised.addAll(text.promises().keySet()));
        for (RouteText text : before) {
            for (String promise : text.promises().keySet()) {
                RouteConfigurationDefinition definition =
                        promised.contains(promise) ? null : context.getRouteConfigurationDefinition(promise);
                if (definition != null) {
                    context.removeRouteConfiguration(definition);
                }
            }
        }
    }

    /**
     * The promise of a route is built into the route. So routes of other files that name a changed promise are made
     * again, too.
     */
    private Set<String> changedPromises(Set<Path> changed, Map<Path, RouteText> next) {
        Map<String, Object> before = new HashMap<>();
        Map<String, Object> after = new HashMap<>();
        texts(changed, running).forEach(text -> before.putAll(text.promises()));
        texts(changed, next).forEach(text -> after.putAll(text.promises()));
        return after.keySet().stream()
                .filter(promise -> !Objects.equals(after.get(promise), before.get(promise)))
                .collect(Collectors.toSet());
    }

    private static Set<Path> naming(Set<String> promises, Map<Path, RouteText> files) {
        return files.values().stream()
                .filter(text -> text.named().stream().anyMatch(name -> promises.contains(name.name())))
                .map(RouteText::file)
                .collect(Collectors.toSet());
    }

    private static Collection<RouteText> texts(Set<Path> files, Map<Path, RouteText> all) {
        return files.stream().filter(all::containsKey).map(all::get).toList();
    }

    private static Set<String> routes(Collection<RouteText> texts) {
        Set<String> routes = new LinkedHashSet<>();
        texts.forEach(text -> routes.addAll(text.routes()));
        return routes;
    }

    /** Logs each thing once: what was edited, and what is wrong in another way than before. */
    private void report(Set<Path> edited, Map<Path, RouteFileFault> faults) {
        faults.forEach((file, fault) -> {
            if (!fault.equals(refused.put(file, fault)) || edited.contains(file)) {
                LOG.warn("{}: {}", running.containsKey(file) ? "Kept the old routes" : "Not added", fault);
            }
        });
        for (Path file : edited) {
            if (!faults.containsKey(file) && refused.remove(file) != null) {
                LOG.info(running.containsKey(file) ? "{} is again as it runs" : "Removed {}: it was not in use", file);
            }
        }
    }
}
