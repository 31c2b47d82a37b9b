package io.quarkiverse.kvs.it.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** In a test, which looks at the same tables. */
@QuarkusTest
class BookingsTest extends BookingsCases {

    @Inject
    DynamoDbClient dynamo;

    @BeforeEach
    @AfterEach
    void clear() {
        dynamo.scanPaginator(scan -> scan.tableName(Bookings.TABLE)).items().forEach(item -> {
            Booking booking = Booking.of(item);
            dynamo.deleteItem(delete -> delete.tableName(Bookings.TABLE).key(Booking.key(booking.show(), booking.seat())));
        });
    }

    @Test
    void theTableIsThere() {
        aPriceIsRaised();
        assertThat(dynamo.listTables().tableNames()).contains(Bookings.TABLE);
        assertThat(dynamo.describeTable(describe -> describe.tableName(Bookings.TABLE)).table().itemCount()).isEqualTo(1);
    }
}
