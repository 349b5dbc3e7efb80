package io.runledger.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.runledger.core.access.Permission;
import io.runledger.schemas.contract.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request cannot be answered with what it asks for. Thrown anywhere, made into an answer in one place. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemDetails details;
    private final transient @Nullable Duration retryAfter;
    private final transient @Nullable CredentialFailure credentialFailure;

    ProblemException(ProblemDetails details, @Nullable Duration retryAfter) {
        this(details, retryAfter, null);
    }

    private ProblemException(
            ProblemDetails details, @Nullable Duration retryAfter, @Nullable CredentialFailure credentialFailure) {
        // Expected, and made for many requests: neither a stack trace nor suppressed exceptions.
        super(details.detail(), null, false, false);
        this.details = details;
        this.retryAfter = retryAfter;
        this.credentialFailure = credentialFailure;
    }

    private ProblemException(int status, String kind, String title, String detail) {
        this(new ProblemDetails(status, kind, title, detail), null);
    }

    /** 400: the request is not what HTTP or JSON or a parameter's syntax asks for. */
    public static ProblemException malformed(String detail) {
        return new ProblemException(400, "malformed", "The request cannot be read", detail);
    }

    /** 401: there is no valid credential. It does not say what is wrong with the one that was sent; that is only counted. */
    public static ProblemException unauthenticated(CredentialFailure failure, String detail) {
        return new ProblemException(
                new ProblemDetails(401, "unauthenticated", "A valid credential is needed", detail), null, failure);
    }

    /** The same of a credential that is none of this ledger's. */
    public static ProblemException unauthenticated(String detail) {
        return unauthenticated(CredentialFailure.UNKNOWN, detail);
    }

    /** 403: the credential is valid, and does not allow this. */
    public static ProblemException forbidden(Permission missing) {
        return new ProblemException(
                        403,
                        "forbidden",
                        "The credential does not allow this",
                        "this needs the permission " + missing.word() + " (" + missing.doc()
                                + "), which none of the credential's roles has")
                .with("permission", missing.word());
    }

    /** 403: the credential is for some runs only, and this is about another one, or about all. */
    public static ProblemException outOfScope(List<String> prefixes) {
        return new ProblemException(
                        403,
                        "forbidden",
                        "The credential does not allow this",
                        "the credential is limited to runs whose ids begin with " + String.join(" or ", prefixes)
                                + ", and this is about another run, or about all runs")
                .with("scope", prefixes);
    }

    /** 404: there is no such thing. */
    public static ProblemException unknown(String detail) {
        return new ProblemException(404, "unknown", "There is no such thing", detail);
    }

    /** 408: the client does not take its answer, or not fast enough. */
    public static ProblemException slowReader(String detail) {
        return new ProblemException(408, "slow-reader", "The reader is too slow", detail);
    }

    /** 408: the client does not send its request, or not fast enough. */
    static ProblemException slowSender(String detail) {
        return new ProblemException(408, "slow-sender", "The request comes too slowly", detail);
    }

    /** 409: the request is fine but does not fit what is there. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(409, "conflict", "The request does not fit what is there", detail);
    }

    /** 409: the request is fine but does not fit what is there, field by field. */
    public static ProblemException conflict(String detail, List<Problem> errors) {
        return new ProblemException(
                new ProblemDetails(409, "conflict", "The request does not fit what is there", detail, errors, Map.of()),
                null);
    }

    /** 409: a schema that could not be read with those before it, or they with it; {@code errors} may be empty. */
    public static ProblemException incompatible(String detail, List<Problem> errors) {
        return new ProblemException(
                new ProblemDetails(
                        409,
                        "incompatible",
                        "The schema is not compatible with the versions before it",
                        detail,
                        errors,
                        Map.of()),
                null);
    }

    /** 409: it was asked for and decided, and the answer is no. */
    public static ProblemException refused(String detail) {
        return new ProblemException(409, "refused", "The request was decided, and refused", detail);
    }

    /** 412: what it is about is at another revision than the one that was named. */
    public static ProblemException stale(String detail) {
        return new ProblemException(412, "stale-revision", "It is at another revision", detail);
    }

    /** 413: the body is larger than what is taken. */
    public static ProblemException tooLarge(String detail) {
        return new ProblemException(413, "too-large", "The body is too large", detail);
    }

    /** 410: it was there, and will not be again. */
    public static ProblemException gone(String detail) {
        return new ProblemException(410, "gone", "It is gone for good", detail);
    }

    /** 415: the body is in another format than JSON, or in an unknown encoding. */
    public static ProblemException unsupportedMediaType(String detail) {
        return new ProblemException(415, "unsupported-media-type", "The body's format is not known here", detail);
    }

    /** 422: JSON, but not what the contract asks for. */
    public static ProblemException violation(List<Problem> errors) {
        return violation(count(errors.size()), errors);
    }

    /** How many problems there are, in words. */
    public static String count(int problems) {
        return problems == 1 ? "1 problem" : problems + " problems";
    }

    /** 422, with a sentence of its own. */
    public static ProblemException violation(String detail, List<Problem> errors) {
        return new ProblemException(
                new ProblemDetails(422, "contract-violation", "Validation failed", detail, errors, Map.of()), null);
    }

    /** 422: a secret that must not be stored. */
    public static ProblemException secret(String detail, List<Problem> errors) {
        return new ProblemException(
                new ProblemDetails(422, "secret", "It holds a secret", detail, errors, Map.of()), null);
    }

    /** 429: more work than can be taken on now. */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(
                new ProblemDetails(429, "too-many-requests", "Too many requests at once", detail), retryAfter);
    }

    /** 500: a fault of ours, which the server's log tells about. */
    public static ProblemException failed(String detail) {
        return new ProblemException(500, "internal", "The server failed", detail);
    }

    /** 503: something that the answer needs is away for now. */
    public static ProblemException unavailable(String detail, Duration retryAfter) {
        return new ProblemException(
                new ProblemDetails(503, "unavailable", "Not available for now", detail), retryAfter);
    }

    /** The same problem with one more member: a text, a number, a boolean or a list of them. */
    public ProblemException with(String member, Object value) {
        return new ProblemException(details.with(member, value), retryAfter, credentialFailure);
    }

    /** What is wrong with the credential, if that is the problem. */
    Optional<CredentialFailure> credentialFailure() {
        return Optional.ofNullable(credentialFailure);
    }

    public int status() {
        return details.status();
    }

    /** The last part of the problem's type, such as {@code contract-violation}; one of few. */
    public String kind() {
        return details.kind();
    }

    public List<Problem> errors() {
        return details.errors();
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Writes the problem's members (RFC 9457) into the open object, for answers that hold several problems. */
    public void writeFields(JsonGenerator out) throws IOException {
        details.writeFields(out);
    }

    /** The whole as JSON (RFC 9457). */
    public byte[] json() {
        return details.json();
    }

    ProblemDetails details() {
        return details;
    }
}
