package io.runledger.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ties the answer of an issuer to the browser that asked. That browser keeps it, in a cookie that no script can read, so
 * that any node can complete what another one began.
 *
 * @param issuer its URL
 * @param state comes back with the code
 * @param nonce comes back in the identity token
 * @param verifier is what a code is good for nobody without
 */
public record SignInAttempt(String issuer, String state, String nonce, String verifier) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("([\\w-]{1,200})\\.([\\w-]{43})\\.([\\w-]{43})\\.([\\w-]{43})");

    public static SignInAttempt of(String issuer) {
        return new SignInAttempt(issuer, random(), random(), random());
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As a cookie has it. */
    public String text() {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(issuer.getBytes(UTF_8));
        return String.join(".", encoded, state, nonce, verifier);
    }

    public static Optional<SignInAttempt> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            String issuer = new String(Base64.getUrlDecoder().decode(form.group(1)), UTF_8);
            return Optional.of(new SignInAttempt(issuer, form.group(2), form.group(3), form.group(4)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "sign-in by " + issuer;
    }
}
