package io.quarkiverse.kvs.it.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestTemplate;

/**
 * A test with Lettuce that is to pass in RESP2 and in RESP3. {@link LettuceExtension} runs it with each, and gives it what
 * it has as parameters.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@interface EachProtocol {
}
