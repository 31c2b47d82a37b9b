package io.quarkiverse.kvs.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;

/** How GET, SET and DEL are spelled, and where their replies end. */
enum WireProtocol implements Replies {

    RESP {
        @Override
        String get(String key) {
            return "*2\r\n$3\r\nGET\r\n$" + key.length() + "\r\n" + key + "\r\n";
        }

        @Override
        String set(String key, String value) {
            return "*3\r\n$3\r\nSET\r\n$" + key.length() + "\r\n" + key + "\r\n$" + value.length() + "\r\n" + value + "\r\n";
        }

        @Override
        String del(String key) {
            return "*2\r\n$3\r\nDEL\r\n$" + key.length() + "\r\n" + key + "\r\n";
        }

        @Override
        public int endOfReply(ByteBuffer bytes, int from) {
            int end = endOfLine(bytes, from);
            if (end < 0 || bytes.get(from + 1) == '-') {
                return end;
            }
            if (bytes.get(from) == '*') {
                for (int left = number(bytes, from + 1); left > 0 && end >= 0; left--) {
                    end = end < bytes.position() ? endOfReply(bytes, end) : -1;
                }
                return end;
            }
            return bytes.get(from) == '$' ? ifThere(bytes, end + number(bytes, from + 1) + 2) : end;
        }
    },

    LINE {
        @Override
        String get(String key) {
            return "*2\r\nGET\r\n" + key + "\r\n";
        }

        @Override
        String set(String key, String value) {
            return "*3\r\nSET\r\n" + key + "\r\n" + value + "\r\n";
        }

        @Override
        String del(String key) {
            return "*2\r\nDEL\r\n" + key + "\r\n";
        }

        @Override
        public int endOfReply(ByteBuffer bytes, int from) {
            return endOfLine(bytes, from);
        }
    },

    MEMCACHED {
        @Override
        String get(String key) {
            return "get " + key + "\r\n";
        }

        @Override
        String set(String key, String value) {
            return "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
        }

        @Override
        String del(String key) {
            return "delete " + key + "\r\n";
        }

        @Override
        public int endOfReply(ByteBuffer bytes, int from) {
            int end = endOfLine(bytes, from);
            if (end < 0 || bytes.get(from) != 'V') {
                return end;
            }
            // VALUE key flags length, the value, END
            int digits = end - 2;
            while (bytes.get(digits - 1) != ' ') {
                digits--;
            }
            return ifThere(bytes, end + number(bytes, digits) + 2 + "END\r\n".length());
        }
    };

    abstract String get(String key);

    abstract String set(String key, String value);

    abstract String del(String key);

    @Override
    public boolean isError(ByteBuffer bytes, int from) {
        return bytes.get(from) == '-';
    }

    private static int endOfLine(ByteBuffer bytes, int from) {
        for (int i = from; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int number(ByteBuffer bytes, int from) {
        int number = 0;
        for (int i = from; bytes.get(i) >= '0' && bytes.get(i) <= '9'; i++) {
            number = number * 10 + bytes.get(i) - '0';
        }
        return number;
    }

    private static int ifThere(ByteBuffer bytes, int end) {
        return end <= bytes.position() ? end : -1;
    }

    /** Sends one request that is not measured, and returns the reply as far as its last bytes. */
    String ask(int port, String request, String last) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return ask(socket, request, last);
        }
    }

    /** The same on a connection that is there already. */
    String ask(Socket socket, String request, String last) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        StringBuilder reply = new StringBuilder();
        byte[] bytes = new byte[4096];
        while (!reply.toString().endsWith(last)) {
            int read = socket.getInputStream().read(bytes);
            if (read < 0) {
                throw new IOException("the connection was closed after " + reply);
            }
            reply.append(new String(bytes, 0, read, ISO_8859_1));
        }
        return reply.toString();
    }
}
