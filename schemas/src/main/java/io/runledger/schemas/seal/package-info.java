/** The seals of the log: which decisions, imported records and healing copies are the ledger's own, and from which offsets on. */
@NullMarked
package io.runledger.schemas.seal;

import org.jspecify.annotations.NullMarked;
