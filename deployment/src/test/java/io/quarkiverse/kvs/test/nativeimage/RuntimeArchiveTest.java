package io.quarkiverse.kvs.test.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;

/** What {@link NativeImageTest} looks for would be found. */
class RuntimeArchiveTest {

    @Test
    void findsWhatIsOfTheMoment() throws IOException {
        assertThat(RuntimeArchive.isInitializedOfTheMoment(node(Dice.class))).isTrue();
        assertThat(RuntimeArchive.isInitializedOfTheMoment(node(Cup.class))).isFalse();
        assertThat(new RuntimeArchive().initializedOfTheMoment()).contains("io.quarkiverse.kvs.core.store.bytes.KeyHashSeed");
    }

    private static ClassNode node(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return RuntimeArchive.parse(in.readAllBytes());
        }
    }

    static final class Dice {

        static final int THROWN = cast();

        private static int cast() {
            return new Random().nextInt(6);
        }
    }

    static final class Cup {

        static final List<Integer> EMPTY = List.of();

        int shake() {
            return new Random().nextInt(6);
        }
    }
}
