package io.runledger.access;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.runledger.access.SignInBody.ByCode;
import io.runledger.access.SignInBody.ByKey;
import io.runledger.access.keys.ApiKey;
import io.runledger.access.oidc.IssuerUnavailableException;
import io.runledger.access.oidc.Issuers;
import io.runledger.access.oidc.KnownToken;
import io.runledger.access.oidc.SignIn;
import io.runledger.access.oidc.SignInAttempt;
import io.runledger.access.sessions.SessionId;
import io.runledger.access.sessions.Sessions;
import io.runledger.access.sessions.Sessions.Begun;
import io.runledger.core.access.Permission;
import io.runledger.core.access.Principal;
import io.runledger.core.access.Role;
import io.runledger.http.AccessSession;
import io.runledger.http.JsonAnswer;
import io.runledger.http.ProblemException;
import io.runledger.http.RequestBody;
import io.runledger.http.SessionCookie;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Signing in and out of the console, and who one is. A session is a cookie that stands for the key or the token with which one
 * signed in; every process knows it.
 */
public final class SessionRoutes implements Consumer<JavalinConfig> {
    private static final int MOST_BYTES = 16 << 10;
    private static final Duration ATTEMPT = Duration.ofMinutes(10);

    /** Where issuers send people back to, on the console's origin. */
    private static final String PAGE = "/sign-in";

    /** Each holds a thread until the issuer answers, and anybody can send codes. */
    private static final int MOST_CODES = 8;

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Semaphore codes = new Semaphore(MOST_CODES);
    private final AccessControl access;

    public SessionRoutes(AccessControl access) {
        this.access = access;
    }

    @Override
    public void accept(JavalinConfig config) {
        config.routes.get("/access/me", this::me);
        config.routes.get("/access/sign-in", this::ways);
        config.routes.post("/access/sign-in", this::begin);
        config.routes.post("/access/sessions", this::create);
        config.routes.delete("/access/sessions/current", this::end);
    }

    private void me(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        answer(ctx, 200, AccessSession.of(ctx).principal());
    }

    /** By what one can sign in; asked by who has not. */
    private void ways(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        List<String> issuers = access.issuers().map(Issuers::signIns).orElse(List.of());
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeBooleanField("required", access.keys().isPresent());
            out.writeArrayFieldStart("issuers");
            for (String issuer : issuers) {
                out.writeString(issuer);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private void begin(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        required();
        String issuer = SignInBody.issuer(RequestBody.json(ctx, MOST_BYTES));
        SignInAttempt attempt = SignInAttempt.of(issuer);
        String location;
        try {
            location = signIn(issuer).begin(attempt, returnTo(ctx)).toString();
        } catch (IssuerUnavailableException e) {
            throw Credentialed.unavailable(e);
        }
        SessionCookie.SIGN_IN.set(ctx, attempt.text(), ATTEMPT);
        ctx.header("Cache-Control", "no-store");
        JsonAnswer.send(ctx, 200, out -> {
            out.writeStartObject();
            out.writeStringField("location", location);
            out.writeEndObject();
        });
    }

    private SignIn signIn(String issuer) {
        return access.issuers()
                .flatMap(issuers -> issuers.signIn(issuer))
                .orElseThrow(() -> ProblemException.unknown(
                        "one cannot sign in by this issuer; GET /access/sign-in lists those by which one can"));
    }

    private void create(Context ctx) throws IOException {
        AccessRequests.refuseParameters(ctx);
        Sessions sessions = required();
        SignInBody asked = SignInBody.read(RequestBody.json(ctx, MOST_BYTES));
        KnownToken known = asked instanceof ByKey byKey ? ofKey(byKey.key()) : ofCode((ByCode) asked, ctx);
        Begun begun = AccessRequests.made(() -> sessions.begin(known.principal(), known.end()), "sign in again");
        SessionCookie.SESSION.set(
                ctx, begun.id().text(), Duration.between(Clock.systemUTC().instant(), begun.end()));
        ctx.header("Cache-Control", "no-store");
        answer(ctx, 201, known.principal());
    }

    /** By a key, and nothing else: a session cannot be prolonged by itself. */
    private KnownToken ofKey(String text) {
        ApiKey key = ApiKey.parse(text).orElseThrow(SessionRoutes::refused);
        Principal principal =
                access.authenticate(List.of("Bearer " + key.text())).principal();
        Instant end = access.keys().orElseThrow().table().key(key.id()).stream()
                .flatMap(stored -> Optional.ofNullable(stored.expiresAt()).stream())
                .map(Instant::parse)
                .findFirst()
                .orElse(Instant.MAX);
        return new KnownToken(principal, end);
    }

    private KnownToken ofCode(ByCode asked, Context ctx) {
        SignInAttempt attempt = SessionCookie.SIGN_IN
                .of(ctx)
                .flatMap(SignInAttempt::parse)
                .filter(begun -> asked.answers(begun))
                .orElseThrow(SessionRoutes::refused);
        SessionCookie.SIGN_IN.clear(ctx);
        if (!codes.tryAcquire()) {
            throw ProblemException.tooManyRequests("many sign in at this moment; try again", SOON);
        }
        try {
            return signIn(attempt.issuer())
                    .complete(attempt, asked.code(), returnTo(ctx))
                    .orElseThrow(SessionRoutes::refused);
        } catch (IssuerUnavailableException e) {
            throw Credentialed.unavailable(e);
        } finally {
            codes.release();
        }
    }

    private static ProblemException refused() {
        return ProblemException.unauthenticated("the credential is not valid, or not any more");
    }

    private void end(Context ctx) {
        AccessRequests.refuseParameters(ctx);
        Sessions sessions = required();
        SessionCookie.SESSION
                .of(ctx)
                .flatMap(SessionId::parse)
                .ifPresent(id -> AccessRequests.made(
                        () -> {
                            sessions.end(id);
                            return id;
                        },
                        "sign out again"));
        SessionCookie.SESSION.clear(ctx);
        ctx.status(204);
    }

    /** The page on the origin from which is asked; that it is this server's, or an allowed one, was checked before. */
    private static String returnTo(Context ctx) {
        String origin = ctx.header("Origin");
        if (origin == null) {
            throw ProblemException.malformed("only a page can sign in by an issuer: the header Origin is missing");
        }
        return origin + PAGE;
    }

    private Sessions required() {
        return access.sessions()
                .orElseThrow(
                        () -> ProblemException.conflict(
                                "access control is off, so nobody needs to sign in; RUNLEDGER_ACCESS=required (up --secure) turns it on"));
    }

    private static void answer(Context ctx, int status, Principal principal) throws IOException {
        JsonAnswer.send(ctx, status, out -> write(principal, out));
    }

    private static void write(Principal principal, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", principal.name());
        out.writeStringField("kind", principal.kind().name().toLowerCase(Locale.ROOT));
        write("roles", principal.roles().stream().map(Role::word).sorted().toList(), out);
        write(
                "permissions",
                Arrays.stream(Permission.values())
                        .filter(each -> each != Permission.PUBLIC && each != Permission.ANY)
                        .filter(principal::may)
                        .map(Permission::word)
                        .toList(),
                out);
        write("scope", principal.visibility().prefixes(), out);
        out.writeStringField("clearance", principal.visibility().clearance().word());
        out.writeEndObject();
    }

    private static void write(String name, List<String> texts, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
