/** What an application imports: where the endpoint for clients of DynamoDB listens. */
@NullMarked
package io.quarkiverse.kvs.dynamodb;

import org.jspecify.annotations.NullMarked;
