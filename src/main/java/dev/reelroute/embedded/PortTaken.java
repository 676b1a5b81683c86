package dev.reelroute.embedded;

/** The port of an embedded server is in use. */
class PortTaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int port;
    private final String key;

    PortTaken(int port, String key, Throwable cause) {
        super("Port " + port + " is taken", cause);
        this.port = port;
        this.key = key;
    }

    int port() {
        return port;
    }

    String key() {
        return key;
    }
}
