package boreas.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Consumer;

/// Loads the whole node once more with one method's body replaced: a fault is planted without a
/// hook in the product.
final class FaultyWorld extends ClassLoader {
    /// @param owner class name, dots
    /// @param method all of this name
    /// @param body what it does instead; must return
    record Fault(String owner, String method, Consumer<CodeBuilder> body) {
        static Fault none() {
            return new Fault("", "", _ -> {});
        }
    }

    private final Fault fault;
    private boolean isPlanted;

    FaultyWorld(Fault fault) {
        super(FaultyWorld.class.getClassLoader());
        this.fault = fault;
    }

    /// Calls a static method `name(long)` of a class as this world has it, and throws what it
    /// throws.
    void run(Class<?> scenarios, String name, long seed) throws Throwable {
        var there = loadClass(scenarios.getName(), true).getDeclaredMethod(name, long.class);
        there.setAccessible(true);
        try {
            there.invoke(null, seed);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (!fault.owner.isEmpty() && !isPlanted)
            throw new IllegalStateException(
                    "no method " + fault.owner + "." + fault.method + " was ever loaded");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("boreas.")) return super.loadClass(name, resolve);
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        var path = name.replace('.', '/') + ".class";
        try (var in = FaultyWorld.class.getModule().getResourceAsStream(path)) {
            if (in == null) throw new ClassNotFoundException(name);
            byte[] bytes = in.readAllBytes();
            if (name.equals(fault.owner)) bytes = plant(bytes);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] plant(byte[] original) {
        var file = ClassFile.of();
        ClassTransform transform =
                (builder, element) -> {
                    if (element instanceof MethodModel m
                            && m.methodName().equalsString(fault.method)) {
                        isPlanted = true;
                        builder.withMethodBody(
                                m.methodName(), m.methodType(), m.flags().flagsMask(), fault.body);
                    } else {
                        builder.with(element);
                    }
                };
        return file.transformClass(file.parse(original), transform);
    }
}
