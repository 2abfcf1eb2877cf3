package boreas.label;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Value;
import boreas.vectors.VectorCase;
import boreas.vectors.VectorFile;
import boreas.vectors.VectorReport;
import boreas.vectors.VectorSuite;
import java.util.List;

/// What genuine nodes make of labels and directors; all in their scheme, 3-5-8.
public final class LabelVectors implements VectorSuite {
    private static final EncodingScheme V358 = EncodingScheme.V358;

    @Override
    public String file() {
        return "switch.json";
    }

    @Override
    public void run(VectorFile file, VectorReport report) throws Exception {
        if (file.section("scheme") instanceof Value.Dict dict) {
            var scheme = new VectorCase("scheme", dict);
            report.check(scheme, () -> scheme(scheme));
        }
        for (var c : file.cases("compress")) report.check(c, () -> compress(c));
        for (var c : file.cases("addInterface"))
            report.check(c, () -> same(Label.ofInterface(c.intOf("number")), c.label("label")));
        for (var c : file.cases("splice"))
            report.check(
                    c,
                    () ->
                            same(
                                    Label.splice(c.label("goHere"), c.label("viaHere")),
                                    c.label("result")));
        for (var c : file.cases("unsplice"))
            report.check(
                    c,
                    () ->
                            same(
                                    Label.unsplice(c.label("fullPath"), c.label("midPath")),
                                    c.label("result")));
        for (var c : file.cases("routesThrough"))
            report.check(
                    c,
                    () ->
                            assertThat(
                                            Label.routesThrough(
                                                    c.label("destination"), c.label("midPath")))
                                    .isEqualTo(c.flag("result")));
        for (var c : file.cases("getLabelFor"))
            report.check(
                    c,
                    () ->
                            same(
                                    V358.widened(
                                            c.label("target"),
                                            V358.bitsForLabel(c.label("whoIsAsking"))),
                                    c.label("result")));
        for (var c : file.cases("bitReverse64"))
            report.check(c, () -> same(Label.reverse64(c.label("in")), c.label("out")));
        for (var c : file.cases("forms")) report.check(c, () -> forms(c));
        for (var c : file.cases("serializeDirector"))
            report.check(c, () -> same(V358.compress(c.intOf("director")), c.label("auto")));
    }

    private static void scheme(VectorCase c) {
        var forms =
                c.cases("forms").stream()
                        .map(f ->
                                new EncodingScheme.Form(
                                        f.intOf("bitCount"),
                                        f.intOf("prefixLen"),
                                        Integer.parseInt(f.text("prefix"), 16)))
                        .toList();
        assertThat(V358.toString()).isEqualTo(c.text("name"));
        assertThat(V358.forms()).isEqualTo(forms);
        assertThat(V358.serialize()).isEqualTo(c.hex("serialized"));
        assertThat(EncodingScheme.deserialize(c.hex("serialized"))).isEqualTo(V358);
    }

    private static void compress(VectorCase c) {
        int number = c.intOf("number");
        int bits = c.intOf("bits");
        long compressed = Long.parseLong(c.text("compressed"), 16);
        same(V358.compress(number, bits), compressed);
        assertThat(V358.bitsForNumber(number)).isEqualTo(c.intOf("minBits"));
        assertThat(V358.bitsForLabel(compressed)).isEqualTo(c.intOf("bitsForLabel"));
        assertThat(V358.decompress(compressed, bits)).isEqualTo(c.intOf("decompressed"));
    }

    private static void forms(VectorCase c) {
        long label = c.label("label");
        assertThat(V358.formOf(label)).isEqualTo(c.intOf("formNum"));
        assertThat(V358.isOneHop(label)).isEqualTo(c.flag("isOneHop"));
        assertThat(V358.isSelf(label)).isEqualTo(c.flag("isSelfRoute"));
        assertThat(V358.decompress(label)).isEqualTo(c.intOf("director"));
        same(V358.canonical(label), c.label("canonical"));
        List<Value> convert = c.list("convert");
        assertThat(convert).hasSize(V358.forms().size());
        for (int form = 0; form < convert.size(); form++)
            same(
                    V358.convertLabel(label, form),
                    Long.parseUnsignedLong(((Value.Str) convert.get(form)).text(), 16));
    }

    private static void same(long label, long expected) {
        assertThat(Label.toText(label)).isEqualTo(Label.toText(expected));
    }
}
