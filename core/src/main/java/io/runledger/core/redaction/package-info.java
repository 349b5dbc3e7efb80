/** What must not reach the log: finds secrets and content in records, and replaces them. */
@NullMarked
package io.runledger.core.redaction;

import org.jspecify.annotations.NullMarked;
