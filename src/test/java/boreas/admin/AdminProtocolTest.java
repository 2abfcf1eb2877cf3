package boreas.admin;

import static boreas.admin.AdminFunction.guarded;
import static boreas.admin.AdminFunction.guardedLater;
import static boreas.admin.AdminFunction.open;
import static boreas.admin.Argument.Type.INT;
import static boreas.admin.Argument.Type.STRING;
import static boreas.admin.Argument.optional;
import static boreas.admin.Argument.required;
import static org.assertj.core.api.Assertions.assertThat;

import boreas.value.Bencode;
import boreas.value.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Source: cjdns protocol, admin API; vectors: `admin/*.json`, entries `raw`.
final class AdminProtocolTest {
    private static final String UNKNOWN =
            "5:error65:No functions matched your request, try Admin_availableFunctions()";
    private static final String AUTH_FAILED = "5:error12:Auth failed.";

    private final List<CompletableFuture<Reply>> pending = new ArrayList<>();
    private final FunctionTable table = new FunctionTable();
    private final Asker asker = new Asker("sekrit", table);
    private int secrets;

    AdminProtocolTest() {
        table.add(BasicFunctions.admin(table));
        table.add(BasicFunctions.ping());
        table.add(
                List.of(
                        guarded("secret", _ -> new Reply().with("secrets", ++secrets)),
                        open(
                                "greet",
                                call ->
                                        new Reply()
                                                .with(
                                                        "text",
                                                        call.arguments().requiredText("name")
                                                                + call.arguments()
                                                                        .number("times", 1)),
                                required("name", STRING),
                                optional("times", INT)),
                        guardedLater(
                                "later",
                                call -> {
                                    var reply = new CompletableFuture<Reply>();
                                    pending.add(reply);
                                    call.push(new Reply().with("step", 1));
                                    return reply;
                                }),
                        guarded(
                                "broken",
                                _ -> {
                                    throw new IllegalStateException("our fault");
                                })));
    }

    @Test
    void answersPingWithoutAuthentication() {
        assertThat(asker.ask("d1:q4:pinge")).isEqualTo("d1:q4:ponge");
    }

    @Test
    void echoesATransactionIdThatIsAString() {
        assertThat(asker.ask("d1:q4:ping4:txid2:abe")).isEqualTo("d1:q4:pong4:txid2:abe");
        assertThat(asker.ask("d1:q4:ping4:txid3:\0\u00ff\ne"))
                .isEqualTo("d1:q4:pong4:txid3:\0\u00ff\ne");
    }

    @Test
    void echoesNoTransactionIdThatIsEmptyOrANumber() {
        assertThat(asker.ask("d1:q4:ping4:txid0:e")).isEqualTo("d1:q4:ponge");
        assertThat(asker.ask("d1:q4:ping4:txidi5ee")).isEqualTo("d1:q4:ponge");
    }

    @Test
    void acceptsUnsortedKeysPaddedLengthsAndUnknownKeys() {
        assertThat(asker.ask("d4:txid2:ab1:q4:pinge")).isEqualTo("d1:q4:pong4:txid2:abe");
        assertThat(asker.ask("d00001:q0004:ping1:xi1ee")).isEqualTo("d1:q4:ponge");
    }

    @Test
    void takesTheLastOfDuplicateKeys() {
        assertThat(asker.ask("d1:q4:ping1:q3:fooe")).isEqualTo("d" + UNKNOWN + "e");
    }

    @Test
    void staysSilentWhenThereIsNothingToUnderstand() {
        for (var nonsense :
                List.of(
                        "",
                        "hello",
                        "le",
                        "de",
                        "i5e",
                        "4:ping",
                        "d1:xi1ee",
                        "d1:qi4ee",
                        "d1:q4:pingex",
                        "d1:q4:pinge\n",
                        "d1:q-4:pinge",
                        "d1:q99999999999:x"))
            assertThat(asker.send(nonsense)).as(nonsense).isEmpty();
    }

    @Test
    void staysSilentAtEachTruncation() {
        var whole = "d4:argsd4:pagei0ee1:q24:Admin_availableFunctions4:txid2:abe";
        assertThat(asker.send(whole)).hasSize(1);
        for (int length = 0; length < whole.length(); length++)
            assertThat(asker.send(whole.substring(0, length))).as("length " + length).isEmpty();
    }

    @Test
    void answers512BytesAndRefuses513() {
        var fits = "d1:q4:ping4:txid491:" + "x".repeat(491) + "e";
        assertThat(fits).hasSize(512);
        assertThat(asker.ask(fits)).contains("4:pong");
        var tooBig = "d1:q4:ping4:txid492:" + "x".repeat(492) + "e";
        assertThat(asker.ask(tooBig)).isEqualTo("d5:error16:Request too big.e");
    }

    @Test
    void namesUnknownFunctionsAndGuardedOnesAlike() {
        assertThat(asker.ask("d1:q6:NoSuche")).isEqualTo("d" + UNKNOWN + "e");
        assertThat(asker.ask("d1:q6:secret4:txid1:te")).isEqualTo("d" + UNKNOWN + "4:txid1:te");
        assertThat(secrets).isZero();
    }

    @Test
    void runsAGuardedFunctionForAnAuthenticCaller() {
        assertThat(asker.call("secret")).isEqualTo(Value.dict().put("secrets", 1).build());
    }

    @Test
    void runsAnOpenFunctionForAnAuthenticCallerToo() {
        assertThat(asker.call("ping")).isEqualTo(Value.dict().put("q", "pong").build());
    }

    @Test
    void knowsNoFunctionCookieInsideAnAuthenticRequest() {
        assertThat(asker.call("cookie").str("error"))
                .hasToString('"' + UNKNOWN.substring(10) + '"');
    }

    @Test
    void givesItsClockAsACookie() {
        assertThat(asker.ask("d1:q6:cookie4:txid2:t1e"))
                .isEqualTo("d6:cookie10:17532599424:txid2:t1e");
    }

    @Test
    void acceptsACookieFor20UnitsAndNoneFromTheFuture() {
        var none = Value.dict().build();
        var password = new AdminPassword("sekrit");
        long now = asker.cookie();
        for (long age = -3; age <= 23; age++) {
            var reply = Asker.only(asker.send(Asker.signed("secret", none, password, now - age)));
            assertThat(reply.has("secrets")).as("age " + age).isEqualTo(age >= 0 && age <= 20);
        }
    }

    @Test
    void acceptsACookieThatIsANumber() {
        var password = new AdminPassword("sekrit");
        long cookie = asker.cookie();
        var message =
                Bencode.writeSorted(
                        Value.dict()
                                .put("q", "auth")
                                .put("aq", "secret")
                                .put("cookie", cookie)
                                .put("hash", password.step2(cookie))
                                .build());
        password.sign(message, cookie);
        assertThat(Asker.only(asker.send(message)).has("secrets")).isTrue();
    }

    @Test
    void refusesWhatIsNotSigned() {
        var zeros = "4:hash64:" + "0".repeat(64);
        var cookie = "6:cookie10:" + asker.cookie();
        for (var bad :
                List.of(
                        "d1:q4:authe",
                        "d2:aq6:secret1:q4:authe",
                        "d2:aq6:secret" + cookie + "1:q4:authe",
                        "d2:aq6:secret" + zeros + "1:q4:authe",
                        "d" + cookie + zeros + "1:q4:authe",
                        "d2:aqi1e" + cookie + zeros + "1:q4:authe",
                        "d2:aq6:secret" + cookie + zeros + "1:q4:authe",
                        "d2:aq6:secret" + cookie + "4:hash0:1:q4:authe",
                        "d2:aq6:secret" + cookie + "4:hash4:auth1:q4:authe",
                        "d2:aq6:secret6:cookie1:x" + zeros + "1:q4:authe",
                        "d2:aq6:secret6:cookie20:" + "9".repeat(20) + zeros + "1:q4:authe",
                        "d2:aq6:secret6:cookiei-1e" + zeros + "1:q4:authe"))
            assertThat(asker.ask(bad)).as(bad).isEqualTo("d" + AUTH_FAILED + "e");
        assertThat(secrets).isZero();
    }

    @Test
    void refusesEveryWrongPassword() {
        for (var wrong : List.of("", "sekri", "sekrit ", "Sekrit", "NONE", "x".repeat(80))) {
            var message =
                    Asker.signed(
                            "secret",
                            Value.dict().build(),
                            new AdminPassword(wrong),
                            asker.cookie());
            assertThat(Asker.only(asker.send(message)).str("error"))
                    .as(wrong)
                    .isEqualTo(Value.of("Auth failed."));
        }
        assertThat(secrets).isZero();
    }

    @Test
    void aWrongSignatureIsRefusedForWhatEveryoneMayCallToo() {
        var message =
                Asker.signed(
                        "ping", Value.dict().build(), new AdminPassword("other"), asker.cookie());
        assertThat(Asker.only(asker.send(message)).str("error"))
                .isEqualTo(Value.of("Auth failed."));
    }

    @Test
    void letsEveryoneInWhenThePasswordIsNone() {
        var free = new Asker("NONE", table);
        assertThat(free.ask("d1:q6:secrete")).isEqualTo("d7:secretsi1ee");
        assertThat(free.call("secret").number("secrets", 0)).isEqualTo(2);
    }

    @Test
    void stillChecksASignatureWhenThePasswordIsNone() {
        var free = new Asker("NONE", table);
        var message =
                Asker.signed(
                        "secret", Value.dict().build(), new AdminPassword("other"), free.cookie());
        assertThat(Asker.only(free.send(message)).str("error")).isEqualTo(Value.of("Auth failed."));
    }

    @Test
    void asksForRequiredArgumentsInTheGenuineWords() {
        var complaint = "5:error53:Entry [name] is required and must be of type [String]";
        assertThat(asker.ask("d1:q5:greet4:txid1:te")).isEqualTo("d" + complaint + "4:txid1:te");
        assertThat(asker.ask("d4:argsd4:namei7ee1:q5:greete")).isEqualTo("d" + complaint + "e");
        assertThat(asker.ask("d4:argsi7e1:q5:greete")).isEqualTo("d" + complaint + "e");
        assertThat(asker.ask("d4:argsd4:name2:mee1:q5:greete")).isEqualTo("d4:text3:me1e");
    }

    @Test
    void readsAnOptionalArgumentOfTheWrongTypeAsAbsent() {
        assertThat(asker.ask("d4:argsd4:name1:a5:timesi3ee1:q5:greete")).isEqualTo("d4:text2:a3e");
        assertThat(asker.ask("d4:argsd4:name1:a5:times1:3e1:q5:greete")).isEqualTo("d4:text2:a1e");
        assertThat(asker.ask("d4:argsd4:name1:a5:bogusi3ee1:q5:greete")).isEqualTo("d4:text2:a1e");
    }

    @Test
    void sendsSeveralRepliesUnderOneTransactionId() {
        var free = new Asker("NONE", table);
        assertThat(free.ask("d1:q5:later4:txid1:te")).isEqualTo("d4:stepi1e4:txid1:te");
        free.replies.clear();
        pending.getFirst().complete(new Reply().with("step", 2));
        assertThat(free.replies).isEmpty();
        free.runWork();
        assertThat(Asker.only(free.replies))
                .isEqualTo(Value.dict().put("step", 2).put("txid", "t").build());
    }

    @Test
    void boundsTheRequestsThatWaitForAnAnswer() {
        var free = new Asker("NONE", table);
        for (int i = 0; i < AdminProtocol.UNANSWERED_MAX; i++)
            assertThat(free.ask("d1:q5:latere")).isEqualTo("d4:stepi1ee");
        assertThat(free.ask("d1:q5:latere")).contains("too many requests");
        pending.getFirst().complete(new Reply());
        free.runWork();
        assertThat(free.ask("d1:q5:latere")).isEqualTo("d4:stepi1ee");
    }

    @Test
    void survivesAFunctionThatFails() {
        assertThat(asker.call("broken").str("error"))
                .isEqualTo(Value.of("internal error, the node's log tells more"));
        assertThat(asker.ask("d1:q4:pinge")).isEqualTo("d1:q4:ponge");
    }

    @Test
    void refusesToSendWhatNoDatagramHolds() {
        table.add(List.of(open("flood", _ -> new Reply().with("x", "x".repeat(65_507)))));
        assertThat(asker.ask("d1:q5:floode")).contains("does not fit");
    }

    @Test
    void registersAnAddressThatAuthenticatedAndForgetsItAfter30SecondsOfSilence() {
        var question = "d1:q18:Admin_asyncEnablede";
        assertThat(asker.ask(question)).isEqualTo("d12:asyncEnabledi0ee");
        asker.call("secret");
        assertThat(asker.ask(question)).isEqualTo("d12:asyncEnabledi1ee");
        asker.epochMillis += 29_000;
        assertThat(asker.ask("d1:q4:pinge")).isEqualTo("d1:q4:ponge");
        asker.epochMillis += 29_000;
        assertThat(asker.ask(question)).isEqualTo("d12:asyncEnabledi1ee");
        asker.from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);
        assertThat(asker.ask(question)).isEqualTo("d12:asyncEnabledi0ee");
        asker.from = Asker.HERE;
        asker.epochMillis += 30_001;
        assertThat(asker.ask(question)).isEqualTo("d12:asyncEnabledi0ee");
    }

    @Test
    void registersTheAddressOfTheAuthenticRequestItself() {
        assertThat(asker.call("Admin_asyncEnabled").number("asyncEnabled", 0)).isEqualTo(1);
    }

    @Test
    void registersEveryoneWhenThePasswordIsNone() {
        assertThat(new Asker("NONE", table).ask("d1:q18:Admin_asyncEnablede"))
                .isEqualTo("d12:asyncEnabledi1ee");
    }

    @Test
    void listsItsFunctionsInPagesOf8() {
        var eight = new FunctionTable();
        eight.add(BasicFunctions.admin(eight));
        for (int i = 0; i < 6; i++)
            eight.add(List.of(guarded("f" + i, _ -> new Reply(), required("a", INT))));
        var caller = new Asker("x", eight);
        var full = caller.callOpen("Admin_availableFunctions", Value.dict().build());
        var functions = full.dict("availableFunctions");
        if (functions == null) throw new AssertionError("no functions");
        assertThat(functions.size()).isEqualTo(8);
        assertThat(functions.dict("f0"))
                .hasToString(
                        Value.dict()
                                .put(
                                        "a",
                                        Value.dict().put("required", 1).put("type", "Int").build())
                                .build()
                                .toString());
        assertThat(full.number("more", 0)).isEqualTo(1);
        for (long page : new long[] {1, 2, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            var past =
                    caller.callOpen(
                            "Admin_availableFunctions", Value.dict().put("page", page).build());
            assertThat(past).hasToString("{\"availableFunctions\"={}}");
        }
    }

    @Test
    void neverThrowsAndNeverLetsAMutatedSignatureIn() {
        int mutations = Integer.getInteger("boreas.mutations", 20_000);
        var random = new Random(11);
        var good =
                Asker.signed(
                        "secret",
                        Value.dict().put("x", 1).build(),
                        new AdminPassword("sekrit"),
                        asker.cookie());
        for (int i = 0; i < mutations; i++) {
            var bad = Mutation.of(good, random);
            asker.send(bad);
            assertThat(secrets).as("mutation %d let in: %s", i, bad).isZero();
        }
        assertThat(asker.send(good)).hasSize(1);
        assertThat(secrets).isEqualTo(1);
    }
}
