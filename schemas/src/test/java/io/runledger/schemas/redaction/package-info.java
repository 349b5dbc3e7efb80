/** Redaction against planted secrets and against what only looks like them. */
@NullMarked
package io.runledger.schemas.redaction;

import org.jspecify.annotations.NullMarked;
