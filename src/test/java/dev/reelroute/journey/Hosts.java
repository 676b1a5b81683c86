package dev.reelroute.journey;

import dev.reelroute.media.Machine;
import dev.reelroute.media.Programs;
import dev.reelroute.media.Programs.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hosts of a network of their own on this machine: network namespaces at a bridge, at which this process stands as well. What runs in one
 * can be cut off as by a cable that is pulled: packets vanish, and nobody is told.
 */
final class Hosts implements AutoCloseable {

    private static final String NET = "10.77." + ProcessHandle.current().pid() % 250 + ".";
    /** Names of interfaces have at most 15 characters. */
    private static final String MARK = "rr" + ProcessHandle.current().pid() % 100_000;

    private final List<String> names = new ArrayList<>();

    Hosts() {
        Machine.needs(canMake(), "network namespaces cannot be made here");
        ip("link", "add", MARK, "type", "bridge");
        ip("addr", "add", address() + "/24", "dev", MARK);
        ip("link", "set", MARK, "up");
    }

    private static boolean canMake() {
        String probe = MARK + "-probe";
        return run("netns", "add", probe).exitCode() == 0
                && run("netns", "del", probe).exitCode() == 0;
    }

    /** Of this process. */
    String address() {
        return NET + "1";
    }

    /** A host's address. */
    String address(String name) {
        return NET + (names.indexOf(name) + 2);
    }

    /** One more host. @return words of a command that run what follows them there */
    List<String> add(String name) {
        names.add(name);
        String space = MARK + "-" + name;
        String cable = cable(name);
        ip("netns", "add", space);
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
        ip("link", "set", cable, "master", MARK, "up");
        ip("-n", space, "addr", "add", address(name) + "/24", "dev", "eth0");
        ip("-n", space, "link", "set", "lo", "up");
        ip("-n", space, "link", "set", "eth0", "up");
        return List.of("ip", "netns", "exec", space);
    }

    void cutOff(String name) {
        ip("link", "set", cable(name), "nomaster");
    }

    void reconnect(String name) {
        ip("link", "set", cable(name), "master", MARK);
    }

    private String cable(String name) {
        return MARK + "c" + names.indexOf(name);
    }

    private static void ip(String... arguments) {
        run(arguments).succeeded();
    }

    private static Result run(String... arguments) {
        return Programs.run(
                Path.of("."),
                Stream.concat(Stream.of("ip"), Stream.of(arguments)).toList());
    }

    @Override
    public void close() {
        for (String name : names) {
            run("link", "del", cable(name));
            run("netns", "del", MARK + "-" + name);
        }
        run("link", "del", MARK);
    }
}
