/// What a service's files say.
@NullMarked
package boreas.cli.service;

import org.jspecify.annotations.NullMarked;
