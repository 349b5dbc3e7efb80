@NullMarked
package io.runledger.streams.views.state;

import org.jspecify.annotations.NullMarked;
