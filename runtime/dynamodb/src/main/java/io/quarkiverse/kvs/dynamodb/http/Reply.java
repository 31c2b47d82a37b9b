package io.quarkiverse.kvs.dynamodb.http;

/**
 * What is to be sent to a client.
 *
 * @param contentType null for none
 * @param dependsOn the record of the log that must be safe before; 0: none
 */
record Reply(int status, String contentType, byte[] body, long dependsOn) {
}
