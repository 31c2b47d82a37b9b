package io.quarkiverse.kvs.dynamodb.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

/** The parsers and generators, with bounds for what a client may send. */
final class Json {

    /** Deeper requests are no requests: a value of 32 levels takes two braces for each. */
    static final int DEEPEST = 400;

    /** Names are not kept for the next request: a client could fill the memory with them. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8, true)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(1_000_000)
                    .maxStringLength(20_000_000)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private Json() {
    }
}
