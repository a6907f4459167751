package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {
    private static final Path COMMITTED = Path.of("../deploy/man/sidetone.1");

    @Test
    void theCommittedPageIsTheOneThatIsMade() throws IOException {
        Ran made = Ran.command(List.of("man"));

        assertThat(made.exit()).isZero();
        assertThat(made.out())
                .as("deploy/man/sidetone.1 is out of date: ./sidetone man > deploy/man/sidetone.1")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void nothingInItIsTakenForARequest() throws IOException {
        assertThat(Files.readAllLines(COMMITTED))
                .allSatisfy(line -> assertThat(line).matches("\\.(TH|SH|SS|PP|TP|B)( .*)?|[^.'].*"))
                .noneSatisfy(line -> assertThat(line).contains("${"));
    }
}
