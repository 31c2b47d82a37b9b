package io.quarkiverse.kvs.it.clients;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.lettuce.core.protocol.ProtocolVersion;

/** A test with Lettuce that is to pass in RESP2 and in RESP3; it takes the {@link ProtocolVersion}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(ProtocolVersion.class)
@interface EachProtocol {
}
