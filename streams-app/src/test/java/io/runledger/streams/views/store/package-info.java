@NullMarked
package io.runledger.streams.views.store;

import org.jspecify.annotations.NullMarked;
