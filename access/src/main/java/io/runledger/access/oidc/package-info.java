/** Identity providers (OpenID Connect): their tokens, who those are, and signing in with them. */
@NullMarked
package io.runledger.access.oidc;

import org.jspecify.annotations.NullMarked;
