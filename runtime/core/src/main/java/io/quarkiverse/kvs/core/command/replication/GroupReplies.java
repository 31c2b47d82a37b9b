package io.quarkiverse.kvs.core.command.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.List;

import io.quarkiverse.kvs.core.command.script.Scripts;
import io.quarkiverse.kvs.core.protocol.ReplyWriter;

/**
 * What CLUSTER tells of a {@link ReplicaGroup}, as a cluster of Redis with one shard that has all slots. Members that have not
 * said where clients find them are left out.
 */
public final class GroupReplies {

    private static final int LAST_SLOT = Slots.COUNT - 1;

    private GroupReplies() {
    }

    /** The leader first; the others do not matter where there is none. */
    private static List<ReplicaGroup.Member> members(ReplicaGroup group) {
        return group.members().stream().filter(each -> each.port() > 0)
                .sorted(Comparator.comparing(ReplicaGroup.Member::leading).reversed()).toList();
    }

    private static boolean isLed(List<ReplicaGroup.Member> members) {
        return !members.isEmpty() && members.get(0).leading();
    }

    /** The name that a member has for clients: 40 hexadecimal digits, the same as long as its own name is. */
    public static String id(ReplicaGroup.Member member) {
        byte[] name = member.name().getBytes(UTF_8);
        return Scripts.sha1(name, 0, name.length);
    }

    /** CLUSTER SLOTS. */
    public static void slots(ReplicaGroup group, ReplyWriter reply) {
        List<ReplicaGroup.Member> members = members(group);
        if (!isLed(members)) {
            reply.array(0);
            return;
        }
        reply.array(1);
        reply.array(2 + members.size());
        reply.integer(0);
        reply.integer(LAST_SLOT);
        for (ReplicaGroup.Member each : members) {
            reply.array(4);
            reply.bulk(each.host());
            reply.integer(each.port());
            reply.bulk(id(each));
            reply.array(0);
        }
    }

    /** CLUSTER SHARDS. */
    public static void shards(ReplicaGroup group, ReplyWriter reply) {
        List<ReplicaGroup.Member> members = members(group);
        reply.array(1);
        reply.map(2);
        reply.bulk("slots");
        boolean led = isLed(members);
        reply.array(led ? 2 : 0);
        if (led) {
            reply.integer(0);
            reply.integer(LAST_SLOT);
        }
        reply.bulk("nodes");
        reply.array(members.size());
        for (ReplicaGroup.Member each : members) {
            reply.map(7);
            reply.bulk("id");
            reply.bulk(id(each));
            reply.bulk("port");
            reply.integer(each.port());
            reply.bulk("ip");
            reply.bulk(each.host());
            reply.bulk("endpoint");
            reply.bulk(each.host());
            reply.bulk("role");
            reply.bulk(each.leading() ? "master" : "replica");
            reply.bulk("replication-offset");
            reply.integer(Math.max(0, each.place()));
            reply.bulk("health");
            reply.bulk("online");
        }
    }

    /** CLUSTER NODES. */
    public static String nodes(ReplicaGroup group) {
        List<ReplicaGroup.Member> members = members(group);
        String leader = isLed(members) ? id(members.get(0)) : "-";
        StringBuilder lines = new StringBuilder();
        for (ReplicaGroup.Member each : members) {
            lines.append(id(each)).append(' ').append(each.host()).append(':').append(each.port()).append('@')
                    .append(each.port()).append(' ').append(each.own() ? "myself," : "")
                    .append(each.leading() ? "master -" : "slave " + leader).append(" 0 0 1 connected")
                    .append(each.leading() ? " 0-" + LAST_SLOT : "").append('\n');
        }
        return lines.toString();
    }

    /** CLUSTER INFO. */
    public static String info(ReplicaGroup group) {
        List<ReplicaGroup.Member> members = members(group);
        int slots = isLed(members) ? Slots.COUNT : 0;
        return "cluster_state:" + (slots > 0 ? "ok" : "fail") + "\r\ncluster_slots_assigned:" + slots
                + "\r\ncluster_slots_ok:" + slots + "\r\ncluster_slots_pfail:0\r\ncluster_slots_fail:0\r\n"
                + "cluster_known_nodes:" + group.members().size() + "\r\ncluster_size:1\r\n";
    }
}
