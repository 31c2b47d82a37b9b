package io.quarkiverse.kvs.cluster;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import io.quarkiverse.kvs.core.command.replication.ReplicaGroup;

/** What commands tell of the members. */
final class MemberGroup implements ReplicaGroup {

    private final ClusterMember member;

    MemberGroup(ClusterMember member) {
        this.member = member;
    }

    @Override
    public boolean isLeading() {
        return member.isLeading();
    }

    @Override
    public long reign() {
        return member.reignNumber();
    }

    @Override
    public void offer(String door, int port) {
        member.offer(door, port);
    }

    @Override
    public InetSocketAddress atLeader(String door) {
        MemberAddress leader = member.otherLeader();
        Integer port = leader == null ? null : leader.doors().get(door);
        return port == null ? null : InetSocketAddress.createUnresolved(leader.host(), port);
    }

    @Override
    public String elsewhere() {
        return member.config().elsewhere();
    }

    @Override
    public List<Member> members() {
        String leader = member.leader();
        String self = member.config().name();
        boolean known = leader != null && (member.isLeading() || !leader.equals(self));
        Map<String, Long> places = member.places();
        return member.config().members().keySet().stream().sorted().map(name -> {
            MemberAddress address = member.addressOf(name);
            boolean own = name.equals(self);
            return new Member(name, address == null ? "" : address.host(), address == null ? 0 : address.port(), own,
                    known && name.equals(leader), own ? member.place() : places.getOrDefault(name, -1L));
        }).toList();
    }

    @Override
    public long place() {
        return member.place();
    }

    @Override
    public int having(long record) {
        long place = member.placeOf(record);
        if (place < 0) {
            return 0;
        }
        int others = (int) member.places().entrySet().stream()
                .filter(each -> !each.getKey().equals(member.config().name()) && each.getValue() >= place).count();
        // A majority has it in any case.
        return record == 0 ? others : Math.max(others, member.config().members().size() / 2);
    }
}
