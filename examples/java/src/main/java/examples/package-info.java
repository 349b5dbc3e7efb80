/** Producers for Runledger without its gateway; see docs/producing.md. */
@NullMarked
package examples;

import org.jspecify.annotations.NullMarked;
