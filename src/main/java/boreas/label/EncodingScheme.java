package boreas.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one node's switch writes the numbers of its interfaces as directors: one form, or several of
/// growing size that are told apart by their low bits.
///
/// ```
///   a director of scheme 3-5-8, which genuine nodes use          numbers
///
///     form 0      n n n 1      3 bits, prefix 1                  0 to 7
///     form 1    nnnnn 1 0      5 bits, prefix 10                 0, 2 to 32
///     form 2 nnnnnnnn 0 0      8 bits, prefix 00                 0, 2 to 256
/// ```
///
/// Interface 1 is the node's own router, and in schemes of several forms it is always written
/// `...001`: there the field is the number with its lowest bit flipped. Scheme 3-5-8 flips only 0
/// and 1, only in form 0; in its other forms 1 has no representation, and all numbers above it move
/// down by one. A peer announces its scheme in routing messages, so any that is [sane][#of] may
/// come.
///
/// Immutable. Source: cjdns protocol, encoding schemes; vectors: `switch.json`.
public final class EncodingScheme {
    /// One way to write a director.
    ///
    /// @param numberBits size of the field that holds the interface's number, 1 to 31
    /// @param prefixBits how many low bits name the form; 0 if it is the only one, else 1 to 31
    /// @param prefix those bits
    public record Form(int numberBits, int prefixBits, int prefix) {
        public int directorBits() {
            return numberBits + prefixBits;
        }

        private boolean matches(long label) {
            return (label & Label.ones(prefixBits)) == prefix;
        }
    }

    /// The default of genuine nodes, and ours: 257 interfaces.
    public static final EncodingScheme V358 =
            new EncodingScheme(new Form(3, 1, 0b1), new Form(5, 2, 0b10), new Form(8, 2, 0b00));

    public static final EncodingScheme F4 = new EncodingScheme(new Form(4, 0, 0));
    public static final EncodingScheme F8 = new EncodingScheme(new Form(8, 0, 0));
    public static final EncodingScheme V48 =
            new EncodingScheme(new Form(4, 1, 0b1), new Form(8, 1, 0b0));

    /// Interfaces of a switch that uses [#V358].
    public static final int V358_INTERFACES = 257;

    /// As many as can differ in a size of 1 to 31 bits.
    private static final int MAX_FORMS = 31;

    private static final int ROUTER = 1;

    private final Form[] forms;
    private final List<Form> listed;
    private final boolean is358;

    private EncodingScheme(Form... forms) {
        this.forms = forms;
        this.listed = List.of(forms);
        // Not by comparing with V358, which is made here too.
        is358 =
                forms.length == 3
                        && forms[0].equals(new Form(3, 1, 0b1))
                        && forms[1].equals(new Form(5, 2, 0b10))
                        && forms[2].equals(new Form(8, 2, 0b00));
    }

    /// @return null if no switch could work with it: no form or more than 31, sizes out of range or
    ///   not growing, prefixes that cannot be told apart
    public static @Nullable EncodingScheme of(List<Form> forms) {
        return isSane(forms) ? new EncodingScheme(forms.toArray(new Form[0])) : null;
    }

    private static boolean isSane(List<Form> forms) {
        if (forms.isEmpty() || forms.size() > MAX_FORMS) return false;
        int lastNumberBits = 0;
        for (var form : forms) {
            if (form.numberBits <= lastNumberBits || form.numberBits > 31) return false;
            lastNumberBits = form.numberBits;
        }
        if (forms.size() == 1)
            return forms.getFirst().prefixBits == 0 && forms.getFirst().prefix == 0;
        for (var form : forms) {
            if (form.prefixBits < 1 || form.prefixBits > 31) return false;
            if (form.prefix < 0 || form.prefix > Label.ones(form.prefixBits)) return false;
            if (form.directorBits() > Label.MAX_BITS) return false;
        }
        for (var form : forms)
            for (var other : forms)
                if (!other.equals(form) && form.matches(other.prefix)) return false;
        return true;
    }

    /// How many interfaces can be named, counted from 0.
    public int interfaces() {
        long most = Label.ones(forms[forms.length - 1].numberBits) + (is358 ? 2 : 1);
        return (int) Math.min(most, Integer.MAX_VALUE);
    }

    public List<Form> forms() {
        return listed;
    }

    /// Which form a label's first director is written in, by index; -1 if it is none of this
    /// scheme.
    public int formOf(long label) {
        for (int i = 0; i < forms.length; i++) if (forms[i].matches(label)) return i;
        return -1;
    }

    /// Size of a label's first director, -1 if it is none of this scheme.
    public int bitsForLabel(long label) {
        int form = formOf(label);
        return form < 0 ? -1 : forms[form].directorBits();
    }

    /// Size of the shortest director for an interface, -1 if it is beyond this scheme.
    public int bitsForNumber(int number) {
        for (int i = 0; i < forms.length; i++)
            if (fieldOf(number, i) >= 0) return forms[i].directorBits();
        return -1;
    }

    /// The director of an interface, in the form that is `bits` long. [Label#INVALID] if that form
    /// cannot say it; the router is the same number in every length, as the bits above its shortest
    /// director are 0.
    public long compress(int number, int bits) {
        if (number == ROUTER && is358) return Label.SELF;
        for (int i = 0; i < forms.length; i++)
            if (forms[i].directorBits() == bits) return director(number, i);
        return Label.INVALID;
    }

    /// The shortest director of an interface, or [Label#INVALID].
    public long compress(int number) {
        for (int i = 0; i < forms.length; i++)
            if (fieldOf(number, i) >= 0) return director(number, i);
        return Label.INVALID;
    }

    private long director(int number, int form) {
        long field = fieldOf(number, form);
        return field < 0 ? Label.INVALID : field << forms[form].prefixBits | forms[form].prefix;
    }

    /// The interface that a label's first director names, where that director is `bits` long (as
    /// [#bitsForLabel] says); -1 if there is no such form.
    public int decompress(long label, int bits) {
        for (int i = 0; i < forms.length; i++)
            if (forms[i].directorBits() == bits && forms[i].matches(label))
                return numberIn(label, i);
        return -1;
    }

    /// The interface that a label's first director names, -1 if it is none of this scheme.
    public int decompress(long label) {
        int form = formOf(label);
        return form < 0 ? -1 : numberIn(label, form);
    }

    /// Whether a label ends at the router of the node whose scheme this is.
    public boolean isSelf(long label) {
        int bits = bitsForLabel(label);
        return bits >= 0 && (label & Label.ones(bits)) == Label.SELF;
    }

    /// Whether a label ends at a neighbour of the node whose scheme this is.
    public boolean isOneHop(long label) {
        int bits = bitsForLabel(label);
        return bits >= 0 && Label.bits(label) == bits;
    }

    /// The label with its first director in the shortest form.
    public long canonical(long label) {
        int form = formOf(label);
        if (form < 0) return Label.INVALID;
        if (staysAsItIs(label)) return label;
        int number = numberIn(label, form);
        for (int i = 0; i < forms.length; i++)
            if (fieldOf(number, i) >= 0) return rewritten(label, form, number, i);
        return Label.INVALID;
    }

    /// The label with its first director in another form; [Label#INVALID] if that form cannot say
    /// it, or there is no such form, or the label becomes too long.
    public long convertLabel(long label, int toForm) {
        int form = formOf(label);
        if (form < 0 || toForm < 0 || toForm >= forms.length) return Label.INVALID;
        if (staysAsItIs(label)) return toForm == 0 ? label : Label.INVALID;
        return rewritten(label, form, numberIn(label, form), toForm);
    }

    /// The label with its first director at least `bits` long: a switch can only put in its place
    /// the director of an interface that is no longer. Unchanged if it is long enough;
    /// [Label#INVALID] if no form can say it.
    public long widened(long label, int bits) {
        int form = formOf(label);
        if (form < 0) return Label.INVALID;
        if (forms[form].directorBits() >= bits) return label;
        if (staysAsItIs(label)) return isSelf(label) ? label : Label.INVALID;
        int number = numberIn(label, form);
        for (int i = 0; i < forms.length; i++)
            if (forms[i].directorBits() >= bits && fieldOf(number, i) >= 0)
                return rewritten(label, form, number, i);
        return Label.INVALID;
    }

    /// The one-hop label by an interface, [Label#INVALID] if this scheme cannot say it.
    public long ofInterface(int number) {
        int bits = bitsForNumber(number);
        return bits < 0 ? Label.INVALID : compress(number, bits) | 1L << bits;
    }

    private boolean staysAsItIs(long label) {
        return forms.length == 1 || isSelf(label);
    }

    private long rewritten(long label, int fromForm, int number, int toForm) {
        long director = director(number, toForm);
        long rest = label >>> forms[fromForm].directorBits();
        int bits = forms[toForm].directorBits();
        if (director == Label.INVALID || director == Label.SELF) return Label.INVALID;
        return Label.bits(rest) + bits > Label.MAX_BITS ? Label.INVALID : rest << bits | director;
    }

    /// What stands in the number field of a form for an interface, -1 if it does not fit.
    private long fieldOf(int number, int form) {
        long field = number;
        if (is358) {
            if (form == 0) field = number <= 1 ? number ^ 1 : number;
            else if (number == ROUTER) return -1;
            else field = number == 0 ? 0 : number - 1;
        } else if (forms.length > 1) field = number ^ 1;
        return number >= 0 && field <= Label.ones(forms[form].numberBits) ? field : -1;
    }

    private int numberIn(long label, int form) {
        int field = (int) (label >>> forms[form].prefixBits & Label.ones(forms[form].numberBits));
        if (!is358) return forms.length > 1 ? field ^ 1 : field;
        if (form == 0) return field <= 1 ? field ^ 1 : field;
        return field == 0 ? 0 : field + 1;
    }

    /// As routing messages carry it: for each form 5 bits of prefix size, 5 bits of number size and
    /// the prefix, one after the other from the lowest bit of the first byte on.
    public byte[] serialize() {
        int bits = 0;
        for (var form : forms) bits += 10 + form.prefixBits;
        var bytes = new byte[(bits + 7) / 8];
        int at = 0;
        for (var form : forms) {
            at = putBits(bytes, at, form.prefixBits, 5);
            at = putBits(bytes, at, form.numberBits, 5);
            at = putBits(bytes, at, form.prefix, form.prefixBits);
        }
        return bytes;
    }

    /// Reads [#serialize]. Zero bits behind the last form are allowed.
    ///
    /// @return null if it is cut short, followed by other bits, or not [sane][#of]
    public static @Nullable EncodingScheme deserialize(byte[] bytes) {
        var forms = new ArrayList<Form>();
        int size = bytes.length * 8;
        int at = 0;
        while (at + 10 <= size) {
            int prefixBits = getBits(bytes, at, 5);
            int numberBits = getBits(bytes, at + 5, 5);
            if (numberBits == 0) break;
            at += 10;
            if (at + prefixBits > size || forms.size() == MAX_FORMS) return null;
            forms.add(new Form(numberBits, prefixBits, getBits(bytes, at, prefixBits)));
            at += prefixBits;
        }
        for (; at < size; at++) if (getBits(bytes, at, 1) != 0) return null;
        return of(forms);
    }

    private static int putBits(byte[] bytes, int at, int value, int count) {
        for (int i = 0; i < count; i++, at++) bytes[at / 8] |= (byte) ((value >>> i & 1) << at % 8);
        return at;
    }

    private static int getBits(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) value |= (bytes[at / 8] >>> at % 8 & 1) << i;
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncodingScheme scheme && Arrays.equals(forms, scheme.forms);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(forms);
    }

    /// `3-5-8`, `4`: the sizes of its number fields.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var form : forms) text.append(text.isEmpty() ? "" : "-").append(form.numberBits);
        return text.toString();
    }
}
