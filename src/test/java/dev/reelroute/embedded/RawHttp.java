package dev.reelroute.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request as it goes over the wire, with any header that somebody may think of. */
final class RawHttp {

    /**
     * What came back.
     *
     * @param head status line and headers
     */
    record Answer(int status, String head, String body) {}

    private final int port;
    private final String method;
    private final String target;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = {};

    RawHttp(int port, String method, String target) {
        this.port = port;
        this.method = method;
        this.target = target;
        headers.put("Host", "127.0.0.1:" + port);
    }

    RawHttp with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    RawHttp with(Map<String, String> more) {
        headers.putAll(more);
        return this;
    }

    RawHttp without(String header) {
        headers.remove(header);
        return this;
    }

    RawHttp body(String text) {
        body = text.getBytes(UTF_8);
        return this;
    }

    Answer send() throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.toString().getBytes(UTF_8));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            String[] answer = new String(socket.getInputStream().readAllBytes(), UTF_8).split("\r\n\r\n", 2);
            return new Answer(Integer.parseInt(answer[0].split(" ")[1]), answer[0], answer.length > 1 ? answer[1] : "");
        }
    }
}
