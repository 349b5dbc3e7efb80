@NullMarked
package io.runledger.streams.views.read;

import org.jspecify.annotations.NullMarked;
