package dev.reelroute;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;

class FastCryptographyTest {

    @Configuration
    static class Nothing {}

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whateverStartsHasNativeDigestsAndCiphers() throws Exception {
        SpringApplication application = new SpringApplication(Nothing.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run().close();

        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName())
                .isEqualTo("AmazonCorrettoCryptoProvider");
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider().getName())
                .isEqualTo("AmazonCorrettoCryptoProvider");
    }
}
