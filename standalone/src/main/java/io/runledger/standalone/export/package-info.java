/** What is carried out of a ledger: taking it, and checking it. */
@NullMarked
package io.runledger.standalone.export;

import org.jspecify.annotations.NullMarked;
