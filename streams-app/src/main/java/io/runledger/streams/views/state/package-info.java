/** The whole state of a partition at one offset: its digest, and how it differs from another. */
@NullMarked
package io.runledger.streams.views.state;

import org.jspecify.annotations.NullMarked;
