package dev.reelroute.embedded;

/** An embedded server could not have its port. */
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
