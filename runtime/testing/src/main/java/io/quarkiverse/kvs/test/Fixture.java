package io.quarkiverse.kvs.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A file with the data that a test begins with; of a class, that all its tests begin with. Those of classes are loaded before
 * those of methods, those of enclosing classes first, several of one place in their order. For classes with {@link KvsTest}.
 *
 * @see KvsTestServer#load
 */
@Documented
@Inherited
@Repeatable(Fixture.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface Fixture {

    /**
     * The name of a resource on the class path, such as {@code fixtures/users.json}; otherwise the path of a file. One that
     * ends in {@code .dynamodb.json} has tables and items of DynamoDB.
     */
    String value();

    /** Several of them. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ ElementType.TYPE, ElementType.METHOD })
    @interface All {
        Fixture[] value();
    }
}
