package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Identity;
import io.sidetone.identity.Permission;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Sessions;
import io.sidetone.identity.SignIn;
import io.sidetone.identity.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /session}: signing in, saying who is signed in, signing out. */
final class Signing {
    private static final String SIGN_IN = "sign-in";

    private final Porter porter;
    private final Actions actions;

    Signing(Porter porter, Actions actions) {
        this.porter = porter;
        this.actions = actions;
    }

    List<Route> routes() {
        return List.of(
                Route.postByAll("/session", this::signIn),
                Route.get("/session", Permission.LOOK, this::who),
                Route.delete("/session", Permission.LOOK, this::signOut));
    }

    private CompletionStage<Reply> signIn(Question asked) {
        Verdict.Refused foreign = porter.foreignSignIn(asked.knock());
        if (foreign != null) {
            throw Refused.by(foreign);
        }
        return porter.signIn(credentials(asked), asked.knock())
                .thenCompose(outcome -> outcome instanceof SignIn.Outcome.In in
                        ? begun(asked, in.opened())
                        : refused(asked, (SignIn.Outcome.Out) outcome));
    }

    private CompletionStage<Reply> begun(Question asked, Sessions.Opened opened) {
        Reply reply = Reply.ok(view(opened.identity(), opened.csrf()))
                .with(
                        HttpHeaderNames.SET_COOKIE,
                        porter.cookie().set(opened.cookie(), porter.sessions().life()));
        return actions.note(asked, opened.identity().id(), SIGN_IN, "", "").thenApply(kept -> reply);
    }

    private CompletionStage<Reply> refused(Question asked, SignIn.Outcome.Out out) {
        return actions.note(asked, out.who(), SIGN_IN, "", out.why().code(), "").thenApply(kept -> {
            throw Refused.by(out.why());
        });
    }

    private static SignIn.Credentials credentials(Question asked) {
        Body body = Body.of(asked);
        String token = body.secret("token", SignIn.LONGEST);
        String user = body.secret("user", SignIn.LONGEST);
        String password = body.secret("password", SignIn.LONGEST_PASSWORD);
        body.nothingElse();
        if (token != null && user == null && password == null) {
            return new SignIn.Credentials.Token(token);
        }
        if (token == null && user != null && password != null) {
            return new SignIn.Credentials.Password(user, password);
        }
        throw Refused.badRequest("the body does not say who signs in (expected: a token alone, or user and password)");
    }

    private CompletionStage<Reply> who(Question asked) {
        Identity identity = asked.asker();
        String csrf = identity.means() == Identity.Means.COOKIE ? porter.csrf(asked.knock()) : null;
        return CompletableFuture.completedFuture(Reply.ok(view(identity, csrf)));
    }

    private CompletionStage<Reply> signOut(Question asked) {
        String session = asked.asker().session();
        if (session != null) {
            porter.sessions().end(session);
        }
        Reply reply = Reply.noContent()
                .with(HttpHeaderNames.SET_COOKIE, porter.cookie().clear());
        return actions.note(asked, asked.asker().id(), "sign-out", "", "").thenApply(kept -> reply);
    }

    private static ObjectNode view(Identity identity, @Nullable String csrf) {
        ObjectNode view = Json.object();
        ObjectNode user = view.putObject("user")
                .put("id", identity.id())
                .put("role", identity.role().wireName());
        if (identity.expires()) {
            user.put("expiresAt", identity.expiresAtMillis());
        }
        view.set("scope", view(identity.scope()));
        if (csrf != null) {
            view.put("csrf", csrf);
        }
        return view;
    }

    /** As a subscription's filter is written; without members it lets every call through. */
    private static ObjectNode view(CallFilter scope) {
        ObjectNode view = Json.object();
        if (scope.direction() != null) {
            view.put("direction", scope.direction());
        }
        list(view, "from", scope.from());
        list(view, "to", scope.to());
        list(view, "accountSid", scope.accountSids());
        if (!scope.labels().isEmpty()) {
            ObjectNode labels = view.putObject("labels");
            scope.labels().forEach((name, values) -> list(labels, name, values));
        }
        return view;
    }

    private static void list(ObjectNode view, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            values.forEach(view.withArray(name)::add);
        }
    }
}
