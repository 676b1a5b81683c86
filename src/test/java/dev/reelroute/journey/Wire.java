package dev.reelroute.journey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection over which anything can be sent: the clients of libraries are too well-behaved for attacks. */
final class Wire implements AutoCloseable {

    private final Socket socket;

    Wire(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param from another address of this machine, for a client that reads nothing: hardly anything is kept for it */
    Wire(int port, String from) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(2048);
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, to its end. @return the whole answer, headers and all */
    static String ask(int port, String... lines) {
        try (Wire wire = new Wire(port)) {
            wire.send(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
            return wire.rest();
        }
    }

    /** @return the status of an answer */
    static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    /** @return whether the other side still takes what is sent */
    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** All that comes until the other side closes. */
    String rest() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (IOException reset) {
            // What came before it counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** At least so many bytes of what comes. */
    String some(int count) {
        try {
            return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away without another word, as a player that seeks. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
