package dev.reelroute.deploy;

import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** Letters and digits, made by Secrets Manager: a part of what the setting wants, and base64 where that is wanted. */
final class Secrets extends Construct {

    final Secret operatorPassword = secret("OperatorPassword", 24);
    final Secret operatorKey = secret("OperatorKey", 43);
    final Secret webhooks = secret("WebhookKey", 44);
    final Secret playback = secret("PlaybackKey", 44);
    /** To be replaced by an RSA key in PEM; read only where the CDN has private videos. */
    final Secret playbackPrivateKey = secret("PlaybackPrivateKey", 32);

    Secrets(Construct scope) {
        super(scope, "Secrets");
    }

    private Secret secret(String name, int length) {
        return Secret.Builder.create(this, name)
                .generateSecretString(SecretStringGenerator.builder()
                        .passwordLength(length)
                        .excludePunctuation(true)
                        .build())
                .build();
    }
}
