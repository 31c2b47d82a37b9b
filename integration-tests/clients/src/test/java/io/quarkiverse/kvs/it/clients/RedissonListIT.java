package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RList;
import org.redisson.api.RedissonClient;
import org.redisson.api.SortOrder;
import org.redisson.config.Protocol;

/** Lists of Redisson, as far as they are no scripts: {@link RedissonScriptsIT} has the others. */
class RedissonListIT {

    @RegisterExtension
    static final RedissonExtension REDIS = new RedissonExtension();

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void elements(Protocol protocol) {
        RList<String> list = REDIS.connect(protocol).getList("l");
        assertThat(list.add("a")).isTrue();
        list.addAll(List.of("b", "c", "d", "b"));
        assertThat(list.size()).isEqualTo(5);
        assertThat(list.get(1)).isEqualTo("b");
        assertThat(list.readAll()).containsExactly("a", "b", "c", "d", "b");
        assertThat(list.range(1, 2)).containsExactly("b", "c");
        assertThat(list).as("its iterator").containsExactly("a", "b", "c", "d", "b");
        assertThat(list.addAfter("c", "between")).isEqualTo(6);
        assertThat(list.addBefore("x", "y")).isEqualTo(-1);
        list.fastSet(0, "first");
        assertThat(list.remove("b")).isTrue();
        assertThat(list.remove("x")).isFalse();
        assertThat(list.readAll()).containsExactly("first", "c", "between", "d", "b");
        list.trim(1, 3);
        assertThat(list.readAll()).containsExactly("c", "between", "d");
        list.clear();
        assertThat(list.isExists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void sorting(Protocol protocol) {
        RedissonClient redisson = REDIS.connect(protocol);
        RList<String> list = redisson.getList("l");
        list.addAll(List.of("10", "9", "2.5", "-1"));
        assertThat(list.readSort(SortOrder.ASC)).containsExactly("-1", "2.5", "9", "10");
        assertThat(list.readSortAlpha(SortOrder.DESC, 0, 2)).containsExactly("9", "2.5");
        assertThat(list.sortTo("sorted", SortOrder.DESC)).isEqualTo(4);
        assertThat(redisson.<String> getList("sorted").readAll()).containsExactly("10", "9", "2.5", "-1");
    }
}
