/** What the views hold: entries, states, counts, rejects, and the outbox of what is to be mended. */
@NullMarked
package io.runledger.streams.views.model;

import org.jspecify.annotations.NullMarked;
