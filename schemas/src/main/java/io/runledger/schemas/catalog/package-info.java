/** The schemas that the ledger keeps itself: which schema each id on the log stands for, on a topic of its own. */
@NullMarked
package io.runledger.schemas.catalog;

import org.jspecify.annotations.NullMarked;
