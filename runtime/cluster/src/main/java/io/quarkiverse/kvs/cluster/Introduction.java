package io.quarkiverse.kvs.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two members show each other, on a new connection, that they know the secret, without saying it:
 *
 * <pre>
 * connects   "KVSMEMB1"  random (32 bytes)
 * accepts    random (32)  HMAC-SHA-256 of "accepts", both randoms (32)
 * connects   HMAC-SHA-256 of "connects", both randoms (32)
 * </pre>
 *
 * Both wait for the other side no longer than the timeout of the socket. The secret itself is the key of the HMAC, in UTF-8.
 */
final class Introduction {

    private static final byte[] GREETING = "KVSMEMB1".getBytes(US_ASCII);
    private static final int RANDOM = 32;
    private static final int PROOF = 32;
    private static final SecureRandom RANDOMS = new SecureRandom();

    private final byte[] key;

    Introduction(String secret) {
        key = secret.getBytes(UTF_8);
    }

    /** @throws IOException if the other side does not know the secret, or has gone */
    void connect(InputStream input, OutputStream out) throws IOException {
        DataInputStream in = new DataInputStream(input);
        byte[] own = random();
        out.write(concatenate(GREETING, own));
        out.flush();
        byte[] other = in.readNBytes(RANDOM);
        requireProof(in, "accepts", own, other);
        out.write(proof("connects", own, other));
        out.flush();
    }

    /** The same for the side that has accepted the connection. */
    void accept(InputStream input, OutputStream out) throws IOException {
        DataInputStream in = new DataInputStream(input);
        if (!Arrays.equals(in.readNBytes(GREETING.length), GREETING)) {
            throw new IOException("the other side is no member: it does not begin as one does");
        }
        byte[] other = in.readNBytes(RANDOM);
        byte[] own = random();
        out.write(concatenate(own, proof("accepts", other, own)));
        out.flush();
        requireProof(in, "connects", other, own);
    }

    private static byte[] random() {
        byte[] random = new byte[RANDOM];
        RANDOMS.nextBytes(random);
        return random;
    }

    private static byte[] concatenate(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void requireProof(InputStream in, String role, byte[] connects, byte[] accepts) throws IOException {
        if (!MessageDigest.isEqual(in.readNBytes(PROOF), proof(role, connects, accepts))) {
            throw new IOException("the other side does not know the secret of this cluster");
        }
    }

    private byte[] proof(String role, byte[] connects, byte[] accepts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(role.getBytes(US_ASCII));
            mac.update(connects);
            return mac.doFinal(accepts);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }
}
