package io.runledger.access.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/** What an issuer says of itself (OpenID Connect Discovery 1.0, 3): where its keys are, and where one signs in. */
record IssuerMetadata(URI keys, URI authorization, URI token) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static URI address(URI issuer) {
        String base = issuer.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/.well-known/openid-configuration");
    }

    /** @throws IOException if it is none, or of another issuer */
    static IssuerMetadata read(String document, URI issuer) throws IOException {
        JsonNode json = JSON.readTree(document);
        String named = json.path("issuer").asText();
        if (!named.equals(issuer.toString())) { // exactly, as 4.3 asks for: else one issuer could speak for another
            throw new IOException("it says that it is another issuer, which is " + named);
        }
        return new IssuerMetadata(
                uri(json, "jwks_uri"), uri(json, "authorization_endpoint"), uri(json, "token_endpoint"));
    }

    private static URI uri(JsonNode json, String member) throws IOException {
        try {
            URI uri = URI.create(json.path(member).asText());
            if (IssuerClient.isSafe(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("its " + member + " is no URL", e);
        }
        throw new IOException("its " + member + " is no https URL");
    }
}
