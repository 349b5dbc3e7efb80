/** What is carried out of a ledger: taking it, and checking it. */
@NullMarked
package io.runledger.cli.export;

import org.jspecify.annotations.NullMarked;
