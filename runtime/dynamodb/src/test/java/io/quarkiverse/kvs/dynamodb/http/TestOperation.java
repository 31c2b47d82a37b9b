package io.quarkiverse.kvs.dynamodb.http;

import static io.quarkiverse.kvs.dynamodb.json.Shape.optional;
import static io.quarkiverse.kvs.dynamodb.json.Shape.required;

import java.util.function.Function;

import io.quarkiverse.kvs.dynamodb.json.Input;
import io.quarkiverse.kvs.dynamodb.json.Shape;
import io.quarkiverse.kvs.dynamodb.operation.Answer;
import io.quarkiverse.kvs.dynamodb.operation.Operation;
import io.quarkiverse.kvs.dynamodb.operation.OperationContext;

/** An operation that does what a test wants: its request has a text, and perhaps an item. */
record TestOperation(String name, boolean isShort, Function<Input, Answer> work) implements Operation {

    private static final Shape.Structure SHAPE = Shape.structure("TestInput",
            required("Text", Shape.text(0, 100_000_000)),
            optional("Number", Shape.INTEGER.from(1)),
            optional("Item", Shape.ITEM));

    @Override
    public Shape.Structure shape() {
        return SHAPE;
    }

    @Override
    public Answer execute(OperationContext context, Input input) {
        return work.apply(input);
    }
}
