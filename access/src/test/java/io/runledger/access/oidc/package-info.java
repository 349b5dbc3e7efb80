@NullMarked
package io.runledger.access.oidc;

import org.jspecify.annotations.NullMarked;
