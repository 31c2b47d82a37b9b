package io.quarkiverse.kvs.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.masterreplica.MasterReplica;
import io.lettuce.core.masterreplica.StatefulRedisMasterReplicaConnection;
import io.quarkiverse.kvs.it.threads.Await;

/** Lettuce with a list of nodes, each of which it asks for its role. */
@OwnServer
class LettuceMasterReplicaIT {

    @RegisterExtension
    static final KvsServerExtension ONE = new KvsServerExtension();

    @RegisterExtension
    static final KvsServerExtension OTHER = new KvsServerExtension();

    @Test
    void findsTheOnlyServerToBeTheMaster() {
        RedisClient client = RedisClient.create();
        try (StatefulRedisMasterReplicaConnection<String, String> connection = MasterReplica.connect(client, StringCodec.UTF8,
                List.of(RedisURI.create(ONE.uri())))) {
            connection.setReadFrom(ReadFrom.MASTER);
            connection.sync().set("name", "Ada");
            assertThat(connection.sync().get("name")).isEqualTo("Ada");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void writesToTheMasterAndReadsFromTheReplica() {
        RedisClient client = RedisClient.create();
        try (StatefulRedisConnection<String, String> replica = client.connect(RedisURI.create(OTHER.uri()))) {
            replica.sync().replicaof("127.0.0.1", ONE.port());
            Await.until("the replica follows", () -> replica.sync().info("replication").contains("master_link_status:up"));
            try (StatefulRedisMasterReplicaConnection<String, String> connection = MasterReplica.connect(client,
                    StringCodec.UTF8, List.of(RedisURI.create(OTHER.uri()), RedisURI.create(ONE.uri())))) {
                connection.setReadFrom(ReadFrom.REPLICA);
                connection.sync().set("town", "London");
                Await.until("the replica has it", () -> "London".equals(connection.sync().get("town")));
                assertThat(replica.sync().get("town")).isEqualTo("London");
            }
            replica.sync().replicaofNoOne();
        } finally {
            client.shutdown();
        }
    }
}
