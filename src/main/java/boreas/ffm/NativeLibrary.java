package boreas.ffm;

import static java.util.Objects.requireNonNullElse;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// One native library and the functions that are wanted from it.
///
/// Looking for a library never throws. There are three ways to fail, each with its own sentence in
/// [#failure]: no such library, the library lacks a function, or the Java run time forbids native
/// access. A function that was not found is a handle that throws, so that fields which hold handles
/// can be `static final` and never null; whoever asked [#failure] first never meets it.
public final class NativeLibrary {
    private static final Linker LINKER = Linker.nativeLinker();

    /// A leading `MemorySegment` argument that receives errno; see [Errno].
    static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private final String name;
    private final @Nullable SymbolLookup symbols;
    private @Nullable String failure;

    private NativeLibrary(String name, @Nullable SymbolLookup symbols, @Nullable String failure) {
        this.name = name;
        this.symbols = symbols;
        this.failure = failure;
    }

    /// The C library that the Java run time itself uses.
    static NativeLibrary libc() {
        return new NativeLibrary("libc", LINKER.defaultLookup(), null);
    }

    /// The first of these that the dynamic loader finds.
    ///
    /// @param names file names as the loader knows them (`libsodium.so.23`), or paths
    static NativeLibrary firstOf(String... names) {
        try {
            for (var n : names) {
                try {
                    return new NativeLibrary(
                            n, SymbolLookup.libraryLookup(n, Arena.global()), null);
                } catch (IllegalArgumentException notThisOne) {
                    // the next name may be there
                }
            }
        } catch (IllegalCallerException e) {
            return new NativeLibrary(names[0], null, forbidden(names[0]));
        }
        return new NativeLibrary(
                names[0], null, "no library " + String.join(" or ", names) + " on this machine");
    }

    /// A library that is there for the loader under another path than people should read.
    static NativeLibrary at(String path, String name) {
        var library = firstOf(path);
        return library.symbols == null
                ? none(name, name + " cannot be loaded")
                : new NativeLibrary(name, library.symbols, library.failure);
    }

    /// A library that cannot be used.
    static NativeLibrary none(String name, String failure) {
        return new NativeLibrary(name, null, failure);
    }

    /// The file name that was found, or the first that was looked for.
    public String name() {
        return name;
    }

    /// Why the library cannot be used, as a sentence without a full stop; null when it can.
    public @Nullable String failure() {
        return failure;
    }

    /// A handle for `invokeExact`. Must be kept in a `static final` field: only then the compiler
    /// makes a plain call of it.
    MethodHandle function(
            String function, FunctionDescriptor descriptor, Linker.Option... options) {
        if (symbols == null) return thrower(descriptor, options);
        try {
            var symbol = symbols.find(function);
            if (symbol.isPresent()) return LINKER.downcallHandle(symbol.get(), descriptor, options);
            failure = name + " has no function " + function;
        } catch (IllegalCallerException e) {
            failure = forbidden(name);
        }
        return thrower(descriptor, options);
    }

    private MethodHandle thrower(FunctionDescriptor descriptor, Linker.Option... options) {
        MethodType type = descriptor.toMethodType();
        for (var o : options)
            if (o.equals(ERRNO)) type = type.insertParameterTypes(0, MemorySegment.class);
        var error = new UnsatisfiedLinkError(requireNonNullElse(failure, name));
        var thrower = MethodHandles.throwException(type.returnType(), UnsatisfiedLinkError.class);
        return MethodHandles.dropArguments(thrower.bindTo(error), 0, type.parameterList());
    }

    private static String forbidden(String name) {
        return "native access is forbidden, so "
                + name
                + " cannot be used; start java with --enable-native-access=boreas";
    }
}
