package io.sidetone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Sessions.Opened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Account MARIA = new Account("maria", Role.VIEWER, CallFilter.ALL, null, List.of());
    private static final Account JOE = new Account("joe", Role.VIEWER, CallFilter.ALL, null, List.of());

    private record Ended(String session, @Nullable Identity successor) {}

    private final TestClock clock = new TestClock();
    private final Sessions sessions = new Sessions(Duration.ofHours(12), Duration.ofHours(2), clock);
    private final List<Ended> ended = new ArrayList<>();

    @BeforeEach
    void listen() {
        sessions.listen((session, successor) -> ended.add(new Ended(session, successor)));
    }

    @Test
    void theCookieIsKeptNowhere() {
        Opened opened = sessions.open(MARIA, null);

        assertThat(opened.cookie()).hasSize(43);
        assertThat(opened.identity().session()).isNotEqualTo(opened.cookie()).hasSize(64);
        assertThat(opened.toString()).doesNotContain(opened.cookie(), opened.csrf());
        assertThat(opened.csrf()).isNotEqualTo(opened.identity().session());
        assertThat(sessions.find(opened.cookie())).isEqualTo(opened.identity());
        assertThat(sessions.find(String.valueOf(opened.identity().session()))).isNull();
    }

    @Test
    void theEndIsToldOnce() {
        Opened opened = sessions.open(MARIA, null);
        String session = String.valueOf(opened.identity().session());

        sessions.end(session);
        sessions.end(session);

        assertThat(ended).containsExactly(new Ended(session, null));
        assertThat(sessions.find(opened.cookie())).isNull();
    }

    @Test
    void theSameBrowserSignsInAnewAndTheFormerSessionHasASuccessor() {
        Opened former = sessions.open(MARIA, null);
        Opened now = sessions.open(JOE, former.cookie());

        assertThat(ended)
                .containsExactly(new Ended(String.valueOf(former.identity().session()), now.identity()));
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void whoOnlyLooksKeepsItAliveButNotForEver() {
        Opened opened = sessions.open(MARIA, null);
        String session = String.valueOf(opened.identity().session());
        for (int i = 0; i < 11; i++) {
            clock.advance(Duration.ofHours(1));
            assertThat(sessions.keepAlive(session)).isTrue();
        }
        clock.advance(Duration.ofHours(1));
        assertThat(sessions.keepAlive(session)).isFalse();
        assertThat(ended).hasSize(1);
    }

    @Test
    void oneUsersOldestSessionMakesRoomAndNoOthers() {
        Opened joes = sessions.open(JOE, null);
        Opened first = sessions.open(MARIA, null);
        for (int i = 0; i < Sessions.MOST_OF_ONE; i++) {
            sessions.open(MARIA, null);
        }

        assertThat(sessions.find(first.cookie())).isNull();
        assertThat(sessions.find(joes.cookie())).isNotNull();
        assertThat(sessions.count()).isEqualTo(Sessions.MOST_OF_ONE + 1);
    }

    @Test
    void theOldestOfAllMakesRoomWhenThereAreTooMany() {
        Opened first = sessions.open(JOE, null);
        for (int i = 0; i < Sessions.MOST; i++) {
            sessions.open(new Account("user-" + i, Role.VIEWER, CallFilter.ALL, null, List.of()), null);
        }

        assertThat(sessions.count()).isEqualTo(Sessions.MOST);
        assertThat(sessions.find(first.cookie())).isNull();
    }

    @Test
    void sessionsThatAreOverMakeRoomByThemselves() {
        for (int i = 0; i < 10; i++) {
            sessions.open(MARIA, null);
        }
        clock.advance(Duration.ofHours(2));
        sessions.open(JOE, null);
        assertThat(sessions.count()).isEqualTo(1);
    }
}
