/** The command that records a run to look at. */
@NullMarked
package io.runledger.cli.demo;

import org.jspecify.annotations.NullMarked;
