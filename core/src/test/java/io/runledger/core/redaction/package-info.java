/** Redaction against planted secrets and against what only looks like them. */
@NullMarked
package io.runledger.core.redaction;

import org.jspecify.annotations.NullMarked;
