package io.quarkiverse.kvs.runtime.devui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class SnapshotTest {

    @Test
    void knowsAMemberOfSeveral() {
        assertThat(Snapshot.Member.of(Map.of("role", "master", "master_repl_offset", "7"))).isNull();
        assertThat(
                Snapshot.Member.of(Map.of("role", "slave", "master_repl_offset", "42", "group_size", "3", "group_member", "b",
                        "group_leader", "a")))
                .isEqualTo(new Snapshot.Member("b", "a", false, 42, 3));
    }
}
