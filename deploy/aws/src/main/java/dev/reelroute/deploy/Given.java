package dev.reelroute.deploy;

import java.util.List;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.IResolvable;
import software.amazon.awscdk.Stack;

/** What whoever makes the stack says: its parameters, by their names. */
final class Given {

    private final Stack stack;
    private final CfnCondition signsForCdn;

    final String image;
    final String domain;
    final String certificate;
    final String architecture;
    final String bursts;
    final CfnParameter mostInBurst;
    final CfnParameter mostApis;
    final CfnParameter mostWorkers;
    final String keyGroup;
    final String keyPair;

    Given(Stack stack) {
        this.stack = stack;
        image = text("Image", "The image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/reelroute:1");
        domain = text("Domain", "The name that clients use, such as video.example.org");
        certificate = text("CertificateArn", "Of ACM, in this region, for that name");
        architecture = choice("Architecture", "Of the image; ARM64 is Graviton", "X86_64", "ARM64");
        bursts = choice("Bursts", "Whether the API asks for workers besides the service's", "false", "true");
        mostInBurst = whole("MostInBurst", 20);
        mostApis = whole("MostApis", 6);
        mostWorkers = whole("MostWorkers", 10);
        keyGroup = option("PlaybackKeyGroup", "Of CloudFront, for private videos; empty: they come by way of the API");
        keyPair = option("PlaybackKeyPair", "Id of the public key in that group whose private half signs");
        signsForCdn = CfnCondition.Builder.create(stack, "SignsForCdn")
                .expression(Fn.conditionNot(Fn.conditionEquals(keyGroup, "")))
                .build();
    }

    /** One of two values, by whether private videos come from the CDN. */
    IResolvable ifSignsForCdn(Object yes, Object no) {
        return Fn.conditionIf(signsForCdn.getLogicalId(), yes, no);
    }

    private String text(String name, String meaning) {
        return parameter(name, meaning).minLength(1).build().getValueAsString();
    }

    private String option(String name, String meaning) {
        return parameter(name, meaning).defaultValue("").build().getValueAsString();
    }

    private String choice(String name, String meaning, String otherwise, String other) {
        return parameter(name, meaning)
                .allowedValues(List.of(otherwise, other))
                .defaultValue(otherwise)
                .build()
                .getValueAsString();
    }

    private CfnParameter whole(String name, int otherwise) {
        return parameter(name, "At a time")
                .type("Number")
                .minValue(1)
                .defaultValue(otherwise)
                .build();
    }

    private CfnParameter.Builder parameter(String name, String meaning) {
        return CfnParameter.Builder.create(stack, name).description(meaning);
    }
}
