package io.sidetone.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everybody who may come in. Never changes. */
final class Accounts {
    private final List<Account> all;
    private final Map<String, Account> byName;
    private final String decoy;

    Accounts(List<Account> all) {
        this.all = List.copyOf(all);
        this.byName = all.stream().collect(Collectors.toUnmodifiableMap(Account::name, Function.identity()));
        this.decoy = all.stream()
                .map(Account::passwordHash)
                .flatMap(hash -> Optional.ofNullable(hash).stream())
                .findFirst()
                .orElse(Passwords.DECOY);
    }

    /** Looks at every token there is, so that the time it takes says nothing. */
    @Nullable Account withToken(String token) {
        String given = Digest.of(token);
        Account found = null;
        for (Account account : all) {
            for (String hash : account.tokenHashes()) {
                if (Digest.same(hash, given)) {
                    found = account;
                }
            }
        }
        return token.isEmpty() ? null : found;
    }

    @Nullable Account named(String name) {
        return byName.get(name);
    }

    /** A hash that costs what somebody's does, for names that nobody has. */
    String decoy() {
        return decoy;
    }
}
