package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is null, and what is not: compilers such as Kotlin's know it by annotations. */
class NullnessTest {

    private static final byte[] KEY = "key".getBytes(UTF_8);

    @Test
    void thePackageIsMarked() {
        assertThat(KvsDBFactory.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    }

    @Test
    void whatReturnsNullSaysSo() {
        assertThat(Stream.of(KvsDB.class.getDeclaredMethods()).filter(method -> !method.isSynthetic())
                .filter(method -> method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class)).map(Method::getName)
                .distinct()).containsExactlyInAnyOrder("get", "getProperty", "put", "delete", "write");
        DB db = KvsDBFactory.factory.openInMemory(new Options());
        assertThat(db.get(KEY)).isNull();
        assertThat(db.getProperty("nonesuch")).isNull();
        assertThat(db.put(KEY, KEY, new WriteOptions())).isNull();
        assertThat(db.delete(KEY, new WriteOptions())).isNull();
        assertThat(db.write(db.createWriteBatch(), new WriteOptions())).isNull();
        assertThat(db.put(KEY, KEY, new WriteOptions().snapshot(true))).isNotNull();
        db.compactRange(null, null);
    }

    @Test
    void nullIsRefused() throws IOException {
        KvsDBFactory factory = KvsDBFactory.factory;
        assertThatNullPointerException().isThrownBy(() -> factory.openInMemory(null));
        assertThatNullPointerException().isThrownBy(() -> factory.open(null, new Options()));
        assertThatNullPointerException().isThrownBy(() -> factory.open(new File("nowhere"), null));
        assertThatNullPointerException().isThrownBy(() -> factory.importFrom(new File("nowhere"), new Options(), null));
        assertThatNullPointerException().isThrownBy(() -> ServerDB.of(null, "key"));
        try (DB db = factory.openInMemory(new Options())) {
            assertThatNullPointerException().isThrownBy(() -> db.get(null));
            assertThatNullPointerException().isThrownBy(() -> db.put(KEY, null));
            assertThatNullPointerException().isThrownBy(() -> db.put(null, KEY));
            assertThatNullPointerException().isThrownBy(() -> db.delete(null));
        }
    }
}
