/** Lists of runs, packages and files, the rate of events, and what became of the log. */
@NullMarked
package io.runledger.query.records;

import org.jspecify.annotations.NullMarked;
