package dev.reelroute.ffmpeg;

import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The beans of this package. Those that need an FFmpeg on the machine are made when they are first used: an application
 * that only answers the API never uses them.
 */
@Configuration(proxyBeanMethods = false)
class FfmpegConfiguration {

    @Bean
    @Lazy
    Toolchain toolchain(Sandbox sandbox) {
        return sandbox.toolchain();
    }

    @Bean
    @Lazy
    Sandbox sandbox(FfmpegSearch search) {
        return search.found();
    }

    @Bean
    @Lazy
    FfmpegRunner ffmpegRunner(Toolchain toolchain, Sandbox sandbox) {
        return new FfmpegRunner(toolchain, sandbox);
    }

    @Bean
    InputRules inputRules(FfmpegProperties settings) {
        return new InputRules(settings);
    }

    @Bean
    @Lazy
    BooleanSupplier loopback(Toolchain toolchain) {
        return toolchain::loopsBack;
    }

    @Bean
    FfmpegSettings ffmpegSettings(InputRules rules, EncodeProperties encode, @Lazy BooleanSupplier loopback) {
        return new FfmpegSettings(rules.arguments(), encode.threads(), loopback);
    }

    @Bean
    Diagnosis diagnosis() {
        return new Diagnosis();
    }
}
