/** What is taken out of a ledger: exporting it, and checking it. */
@NullMarked
package io.runledger.cli.export;

import org.jspecify.annotations.NullMarked;
