/** The commands for those who run a ledger: replay its views, and verify them. */
@NullMarked
package io.runledger.cli.admin;

import org.jspecify.annotations.NullMarked;
