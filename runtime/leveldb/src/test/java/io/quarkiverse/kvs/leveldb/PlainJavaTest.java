package io.quarkiverse.kvs.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.iq80.leveldb.DB;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.re2j.Pattern;

import io.quarkiverse.kvs.core.store.Store;

/** A program without Quarkus needs nothing but this module, the core, and the API of LevelDB. */
class PlainJavaTest {

    @TempDir
    Path parent;

    @Test
    void nothingOfQuarkusIsNeeded() throws Exception {
        List<String> path = new ArrayList<>();
        for (Class<?> of : List.of(KvsDBFactory.class, Store.class, DB.class, Pattern.class, Program.class)) {
            path.add(place(of));
        }
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                String.join(File.pathSeparator, path), "-XX:TieredStopAtLevel=1", Program.class.getName(),
                parent.resolve("db").toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("value, and no Quarkus");
    }

    private static String place(Class<?> of) throws URISyntaxException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    /** What runs there. */
    static final class Program {

        private Program() {
        }

        public static void main(String[] arguments) throws IOException {
            File directory = new File(arguments[0]);
            try (DB db = KvsDBFactory.factory.open(directory, new Options())) {
                db.put("key".getBytes(UTF_8), "value".getBytes(UTF_8), new WriteOptions().sync(true));
            }
            String quarkus = "Quarkus";
            try {
                Class.forName("io.quarkus.arc.Arc");
            } catch (ClassNotFoundException e) {
                quarkus = "no Quarkus";
            }
            try (DB db = KvsDBFactory.factory.open(directory, new Options())) {
                System.out.println(new String(db.get("key".getBytes(UTF_8)), UTF_8) + ", and " + quarkus);
            }
        }
    }
}
