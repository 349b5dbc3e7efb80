@NullMarked
package io.runledger.streams.views.log;

import org.jspecify.annotations.NullMarked;
