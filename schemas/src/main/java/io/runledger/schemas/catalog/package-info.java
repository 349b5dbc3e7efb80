/** The schemas that the ledger keeps itself: the schema of each id on the log, on a topic of its own. */
@NullMarked
package io.runledger.schemas.catalog;

import org.jspecify.annotations.NullMarked;
