package dev.reelroute.camel;

import dev.reelroute.camel.RouteText.Name;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Checks that the routes of several files fit together: every name that is used exists, and only once. */
final class RouteWires {

    private final Map<Path, RouteText> running;
    private final Map<Path, RouteText> next;
    private final Set<Path> changed;
    private final Map<Path, RouteFileFault> faults = new TreeMap<>();

    private RouteWires(Map<Path, RouteText> running, Map<Path, RouteText> next, Set<Path> changed) {
        this.running = running;
        this.next = next;
        this.changed = changed;
    }

    /**
     * Reports what a change would break, but not what was incomplete before.
     *
     * @param changed the files that differ between the two
     * @param callers addresses, such as {@code direct:plan-video}, that code outside of these files calls, and what calls them
     * @return for each changed file at most one fault
     */
    static Map<Path, RouteFileFault> check(
            Map<Path, RouteText> running, Map<Path, RouteText> next, Set<Path> changed, Map<String, String> callers) {
        RouteWires wires = new RouteWires(running, next, changed);
        wires.once(RouteText::ids, "the id ");
        wires.once(
                file -> file.entrances().stream()
                        .filter(address -> address.name().startsWith("direct:"))
                        .toList(),
                "a route from ");
        wires.there(RouteText::calls, RouteText::entrances, "");
        wires.there(
                RouteText::named,
                file -> file.promises().keySet().stream()
                        .map(promise -> new Name(promise, 0))
                        .toList(),
                "the routeConfiguration ");
        Set<String> entrances = names(next.values(), RouteText::entrances);
        callers.forEach((name, who) -> {
            if (!entrances.contains(name)) {
                wires.gone(name, RouteText::entrances)
                        .ifPresent(file -> wires.fault(file, 0, name + " is gone, but " + who + " needs it"));
            }
        });
        return wires.faults;
    }

    private void once(Function<RouteText, List<Name>> names, String what) {
        Map<String, Path> owners = new HashMap<>();
        next.forEach((file, text) -> {
            if (!changed.contains(file)) {
                names.apply(text).forEach(name -> owners.put(name.name(), file));
            }
        });
        for (Path file : new TreeMap<>(next).keySet()) {
            if (changed.contains(file)) {
                for (Name name : names.apply(next.get(file))) {
                    Path other = owners.put(name.name(), file);
                    if (other != null) {
                        String where = other.equals(file) ? "this file" : other.toString();
                        fault(file, name.line(), what + name.name() + " is already in " + where);
                    }
                }
            }
        }
    }

    private void there(Function<RouteText, List<Name>> wanted, Function<RouteText, List<Name>> offered, String what) {
        Set<String> there = names(next.values(), offered);
        next.forEach((file, text) -> {
            for (Name name : wanted.apply(text)) {
                if (!there.contains(name.name()) && !name.name().matches(".*[*{?].*")) {
                    Optional<Path> remover = gone(name.name(), offered);
                    if (remover.isPresent()) {
                        String user = file + (name.line() > 0 ? " line " + name.line() : "");
                        fault(remover.get(), 0, what + name.name() + " is gone, but " + user + " names it");
                    } else if (changed.contains(file)) {
                        fault(file, name.line(), "there is no " + what.replaceFirst("^the ", "") + name.name());
                    }
                }
            }
        });
    }

    /** The changed file that has the name now, and will not have it any more. */
    private Optional<Path> gone(String name, Function<RouteText, List<Name>> offered) {
        return running.values().stream()
                .filter(text -> names(List.of(text), offered).contains(name))
                .map(RouteText::file)
                .filter(changed::contains)
                .findFirst();
    }

    private static Set<String> names(Collection<RouteText> files, Function<RouteText, List<Name>> names) {
        Set<String> found = new HashSet<>();
        files.forEach(file -> names.apply(file).forEach(name -> found.add(name.name())));
        return found;
    }

    private void fault(Path file, int line, String problem) {
        faults.putIfAbsent(file, new RouteFileFault(file, line, problem));
    }
}
