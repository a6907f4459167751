/**
 * Who may see and do what: accounts, passwords and tokens, sessions, tickets, roles and scopes; and whether a request
 * may come in at all.
 *
 * <p><b>Way of a request.</b> The front door makes a {@link io.sidetone.identity.Knock} of it, and {@link
 * io.sidetone.identity.Porter} answers with an {@link io.sidetone.identity.Verdict}: {@code Host} and {@code Origin}
 * first, then the credential: a bearer token, a ticket, or a session's cookie. What the identity may do is one table,
 * {@link io.sidetone.identity.Permission}; which calls exist for it is its scope.
 *
 * <p>Knows HTTP's words and no HTTP library. Everything here is safe on any thread and nothing waits: only passwords
 * take time, and they have threads of their own ({@link io.sidetone.identity.PasswordDesk}).
 */
@NullMarked
package io.sidetone.identity;

import org.jspecify.annotations.NullMarked;
