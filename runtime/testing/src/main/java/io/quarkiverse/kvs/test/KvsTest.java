package io.quarkiverse.kvs.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Keeps the tests of a class apart from each other: before each of them, {@link KvsTestServer#reset() everything is as new},
 * and then the {@link Fixture}s are loaded.
 * <p>
 * Beside {@code @QuarkusTest}, in any order, the server is that of the application. Without it, one is started for all such
 * classes together, on any free port, and stopped after the last of them.
 * <p>
 * Methods of the class may have parameters of the type {@link KvsTestServer} and {@link
 * io.quarkiverse.kvs.KeyValueStore}; without {@code @QuarkusTest}, {@link io.quarkiverse.kvs.KvsServer} as well,
 * and the constructor may have all of them, too. With {@code @QuarkusTest}, all of them can be injected.
 * <p>
 * Where tests run in parallel, those of classes with this annotation run one after the other: they share a server.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(KvsTestExtension.class)
@ResourceLock(KvsTest.RESOURCE)
public @interface KvsTest {

    /** The server, for {@link ResourceLock}s of tests without this annotation that use it as well. */
    String RESOURCE = "io.quarkiverse.kvs";
}
