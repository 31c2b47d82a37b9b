package org.acme

import io.quarkiverse.kvs.KeyValueStore
import jakarta.ws.rs.GET
import jakarta.ws.rs.Path
import java.time.Duration

/** Counts the visits of each guest, for a day after the last one. */
@Path("/visits/{guest}")
class VisitsResource(private val store: KeyValueStore) {

    @GET
    fun visit(guest: String): Long {
        val visits = store.increment("visits:$guest")
        store.expire("visits:$guest", Duration.ofDays(1))
        return visits
    }
}
