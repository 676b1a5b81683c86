package dev.reelroute.deploy;

import software.amazon.awscdk.App;

/** What {@code cdk} runs. */
public final class ReelrouteApp {

    private ReelrouteApp() {}

    public static void main(String[] arguments) {
        App app = new App();
        new ReelrouteStack(app, "Reelroute");
        app.synth();
    }
}
