package io.sidetone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    @Test
    void aPasswordFitsItsHashAndNoOther() {
        String hash = Passwords.hash("pässword");

        assertThat(Passwords.objection(hash)).isNull();
        assertThat(Passwords.fits("pässword", hash)).isTrue();
        assertThat(Passwords.fits("password", hash)).isFalse();
        assertThat(Passwords.fits("", hash)).isFalse();
        assertThat(Passwords.fits("x".repeat(Passwords.LONGEST_BYTES + 1), hash))
                .isFalse();
    }

    /**
     * Made by others: a test vector of Argon2's reference implementation, and two of crypt_blowfish, with a cost that we
     * would not take.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "password $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "U*U $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "U*U* $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
            })
    void hashesOfOthersFit(String password, String hash) {
        assertThat(Passwords.fits(password, hash)).isTrue();
        assertThat(Passwords.fits(password + "x", hash)).isFalse();
    }

    @Test
    void theDecoyIsAHashThatNothingFits() {
        assertThat(Passwords.objection(Passwords.DECOY)).isNull();
        assertThat(Passwords.fits("", Passwords.DECOY)).isFalse();
    }
}
