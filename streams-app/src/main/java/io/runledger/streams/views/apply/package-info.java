/** How records of the log become views: validation, the rules, and the batch that is written at once. */
@NullMarked
package io.runledger.streams.views.apply;

import org.jspecify.annotations.NullMarked;
