package io.quarkiverse.kvs.it.dynamodb;

import java.util.List;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestQuery;

import io.quarkiverse.amazon.common.AmazonClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Sells the seats of shows. */
@Path("/")
public class BookingsResource {

    private final Bookings bookings;
    private final DynamoDbClient statistics;

    public BookingsResource(Bookings bookings, @AmazonClient("statistics") DynamoDbClient statistics) {
        this.bookings = bookings;
        this.statistics = statistics;
    }

    @GET
    @Path("shows/{show}")
    public List<Booking> all(String show) {
        return bookings.of(show);
    }

    @GET
    @Path("guests/{guest}")
    public List<Booking> ofGuest(String guest) {
        return bookings.ofGuest(guest);
    }

    @GET
    @Path("shows/{show}/{seat}")
    public Booking one(String show, int seat) {
        Booking booking = bookings.find(show, seat);
        if (booking == null) {
            throw new NotFoundException();
        }
        return booking;
    }

    @PUT
    @Path("shows/{show}/{seat}")
    public void book(String show, int seat, @RestQuery String guest, @RestQuery long cents) {
        if (!bookings.book(new Booking(show, seat, guest, cents))) {
            throw new ClientErrorException("taken", Response.Status.CONFLICT);
        }
    }

    @POST
    @Path("shows/{show}/{seat}/raise")
    public long raise(String show, int seat, @RestQuery long cents) {
        return bookings.raise(show, seat, cents);
    }

    /** Why not, if it cannot be done. */
    @POST
    @Path("shows/{show}/{seat}/move")
    public List<String> move(String show, int seat, @RestQuery int to) {
        return bookings.move(one(show, seat), to);
    }

    @DELETE
    @Path("shows/{show}/{seat}")
    public void cancel(String show, int seat) {
        bookings.cancel(show, seat);
    }

    /** How many bookings there are, of all shows. */
    @GET
    @Path("statistics")
    public int count() {
        return statistics.scan(scan -> scan.tableName(Bookings.TABLE).select(Select.COUNT)).count();
    }
}
