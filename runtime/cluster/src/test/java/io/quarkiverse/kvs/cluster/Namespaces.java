package io.quarkiverse.kvs.cluster;

import java.io.IOException;
import java.util.List;

/**
 * Network namespaces of Linux, one for each member, on a bridge with this one: links between members can be cut, also for one
 * direction only, while clients still reach all of them. Only the superuser can make them.
 */
final class Namespaces implements AutoCloseable {

    private final String prefix = "kvs" + ProcessHandle.current().pid() % 100_000;
    private final String subnet = "10.213." + ProcessHandle.current().pid() % 250 + ".";
    private final String bridge = prefix + "br";
    private final List<String> members;

    /** @throws IOException if that is not possible here */
    Namespaces(List<String> members) throws IOException, InterruptedException {
        this.members = members;
        try {
            MemberProcess.run("ip", "link", "add", bridge, "type", "bridge");
            MemberProcess.run("ip", "addr", "add", subnet + "254/24", "dev", bridge);
            MemberProcess.run("ip", "link", "set", bridge, "up");
            for (String member : members) {
                String namespace = prefix + member;
                MemberProcess.run("ip", "netns", "add", namespace);
                MemberProcess.run("ip", "link", "add", namespace, "type", "veth", "peer", "name", "eth0", "netns", namespace);
                MemberProcess.run("ip", "link", "set", namespace, "master", bridge, "up");
                MemberProcess.run("ip", "-n", namespace, "addr", "add", address(member) + "/24", "dev", "eth0");
                MemberProcess.run("ip", "-n", namespace, "link", "set", "eth0", "up");
                MemberProcess.run("ip", "-n", namespace, "link", "set", "lo", "up");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    String address(String member) {
        return subnet + (1 + members.indexOf(member));
    }

    /** What runs a process in the namespace of a member. */
    List<String> launcher(String member) {
        return List.of("ip", "netns", "exec", prefix + member);
    }

    /** Lets nothing of one member get to another one any more, or again. */
    void cut(String from, String to, boolean yes) throws IOException, InterruptedException {
        MemberProcess.run("ip", "-n", prefix + from, "route", yes ? "replace" : "delete", "blackhole", address(to) + "/32");
    }

    @Override
    public void close() throws InterruptedException {
        for (String member : members) {
            quietly("ip", "netns", "delete", prefix + member);
        }
        quietly("ip", "link", "delete", bridge);
    }

    private static void quietly(String... words) throws InterruptedException {
        try {
            MemberProcess.run(words);
        } catch (IOException e) {
            // It was not made.
        }
    }
}
