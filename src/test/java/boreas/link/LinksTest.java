package boreas.link;

import static org.assertj.core.api.Assertions.assertThat;

import boreas.cryptoauth.WornOut;
import boreas.env.Verdict;
import boreas.link.LinkLab.End;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What becomes of a link: how it is made, what disturbs it, how it ends. Who may come in at all is
/// in [StrangersTest].
class LinksTest {
    private final LinkLab lab = new LinkLab();
    private final End home = lab.end(1);
    private final End vps = lab.end(2);

    @Test
    void aCallWithAKnownPasswordMakesALinkBothWays() throws PeerRefused {
        link();
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(home.events).containsExactly("up");
        assertThat(vps.events).containsExactly("up");
        assertThat(home.only().version()).isEqualTo(22);
        home.say(home.only(), "there");
        vps.say(vps.only(), "and back");
        lab.runMs(10);
        assertThat(vps.frames).containsExactly("there");
        assertThat(home.frames).containsExactly("and back");
    }

    @Test
    void aLoginWorksLikeAPassword() throws PeerRefused {
        vps.users.add("secret", "alice", null);
        home.call(vps, "alice", "secret");
        lab.runMs(50);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.links.stats(lab.nowNs).getFirst().user()).isEqualTo("alice");
    }

    @Test
    void aLinkIsThereWithinTwoAndAHalfRoundTrips() throws PeerRefused {
        vps.users.add("secret", null, null);
        home.call(vps, null, "secret");
        lab.runMs(5);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void eachLostMessageOfTheHandshakeIsMadeGood() throws PeerRefused {
        for (int lost = 0; lost < 6; lost++) {
            var lab = new LinkLab();
            var home = lab.end(1);
            var vps = lab.end(2);
            int n = lost;
            lab.passes = _ -> lab.sent.size() != n + 1;
            vps.users.add("secret", null, null);
            home.call(vps, null, "secret");
            lab.runMs(2_000);
            assertThat(home.state()).as("lost %s", lost).isEqualTo(PeerState.ESTABLISHED);
            assertThat(vps.state()).as("lost %s", lost).isEqualTo(PeerState.ESTABLISHED);
        }
    }

    @Test
    void aCalleeThatStartsLaterIsThereTwoSecondsAfterItsStart() throws PeerRefused {
        vps.kill();
        home.call(vps, null, "secret");
        lab.runMs(40_000);
        vps.restart();
        vps.users.add("secret", null, null);
        lab.runMs(2_100);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
    }

    @Test
    void twoWhoCallEachOtherAtOnceAgree() throws PeerRefused {
        home.users.add("to-home", null, null);
        vps.users.add("to-vps", null, null);
        home.call(vps, null, "to-vps");
        vps.call(home, null, "to-home");
        lab.runMs(100);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(home.links.peers()).hasSize(1);
        assertThat(vps.links.peers()).hasSize(1);
    }

    @Test
    void aRestartedCallerIsBackAtOnce() throws PeerRefused {
        link();
        home.restart();
        home.call(vps, null, "secret");
        lab.runMs(20);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        vps.say(vps.only(), "hello again");
        lab.runMs(5);
        assertThat(home.frames).containsExactly("hello again");
        assertThat(vps.events).containsExactly("up", "renewed");
        assertThat(vps.counters.of(Verdict.NOT_ESTABLISHED)).as("answers dropped").isZero();
    }

    @Test
    void aCalleeThatForgotEverythingIsFoundAgainWithinSixSeconds() throws PeerRefused {
        link();
        vps.kill();
        lab.runMs(2_000);
        vps.restart();
        vps.users.add("secret", null, null);
        lab.runMs(6_000);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        home.say(home.only(), "back?");
        lab.runMs(5);
        assertThat(vps.frames).containsExactly("back?");
        assertThat(home.events).containsExactly("up", "renewed");
    }

    @Test
    void aCalleeThatRemembersItsCallersGreetsThemAtOnce() throws PeerRefused {
        link();
        var remembered = vps.links.knownPeers();
        assertThat(remembered).hasSize(1);
        vps.kill();
        lab.runMs(500);
        vps.restart();
        for (var known : remembered) vps.links.greet(known, lab.nowNs);
        lab.runMs(10);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.only().slot()).isEqualTo(remembered.getFirst().slot());
        vps.say(vps.only(), "I am back");
        lab.runMs(5);
        assertThat(home.frames).containsExactly("I am back");
    }

    @Test
    void whoCalledAPortThatAReloadHadNumberedOtherwiseIsGreetedFromTheOneThatIsThere()
            throws PeerRefused {
        link();
        var remembered = vps.links.knownPeers().getFirst().from(7);
        vps.kill();
        lab.runMs(500);
        vps.restart();
        vps.links.greet(remembered, lab.nowNs);
        lab.runMs(10);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.only().port()).isZero();
    }

    @Test
    void aGreetedPeerWhosePasswordWasTakenBackDoesNotGetIn() throws PeerRefused {
        link();
        var remembered = vps.links.knownPeers();
        vps.users.removeAll();
        vps.restart();
        for (var known : remembered) vps.links.greet(known, lab.nowNs);
        lab.runMs(20_000);
        assertThat(vps.events).doesNotContain("renewed").containsOnlyOnce("up");
        assertThat(vps.links.peers()).isEmpty();
    }

    @Test
    void whoIsGreetedFromMemoryIsSentAwayByTheUserOfHisAnswer() throws PeerRefused {
        vps.users.add("secret", "home", null);
        home.call(vps, null, "secret");
        lab.runMs(100);
        var remembered = vps.links.knownPeers();
        vps.restart();
        for (var known : remembered) vps.links.greet(known, lab.nowNs);
        lab.runMs(10);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.links.stats(lab.nowNs).getFirst().user()).isEqualTo("home");
        assertThat(vps.users.remove("home")).isOne();
        assertThat(vps.links.sendAway("home", lab.nowNs)).isEqualTo(new SentAway(1, 0));
        assertThat(vps.links.knownPeers()).isEmpty();
        lab.runMs(60_000);
        assertThat(vps.links.peers()).isEmpty();
    }

    @Test
    void whoCameBackWithAnotherPasswordIsSentAwayByThatOne() throws PeerRefused {
        vps.users.add("first", "old", null);
        vps.users.add("second", "new", null);
        home.call(vps, null, "first");
        lab.runMs(100);
        home.restart();
        home.call(vps, null, "second");
        lab.runMs(100);
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.links.sendAway("old", lab.nowNs)).isEqualTo(new SentAway(0, 0));
        assertThat(vps.links.sendAway("new", lab.nowNs)).isEqualTo(new SentAway(1, 0));
    }

    @Test
    void whoIsCalledTooIsNotSentAway() throws PeerRefused {
        home.users.add("to-home", "vps", null);
        vps.users.add("to-vps", "home", null);
        home.call(vps, null, "to-vps");
        lab.runMs(100);
        vps.links.disconnect(home.identity.publicKey(), lab.nowNs);
        vps.call(home, null, "to-home");
        lab.runMs(1000);
        assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(vps.links.sendAway("home", lab.nowNs)).isEqualTo(new SentAway(0, 1));
        assertThat(vps.links.peers()).hasSize(1);
    }

    @Test
    void aReplayedHelloDisturbsNothing() throws PeerRefused {
        link();
        var hello = lab.sent.getFirst();
        for (int i = 0; i < 20; i++) {
            vps.receive(hello);
            lab.runMs(100);
            home.say(home.only(), "still");
            vps.say(vps.only(), "here");
            lab.runMs(100);
        }
        assertThat(vps.frames).hasSize(20);
        assertThat(home.frames).hasSize(20);
        assertThat(vps.counters.of(Verdict.INVALID_HANDSHAKE)).isEqualTo(20);
        assertThat(home.events).containsExactly("up");
    }

    @Test
    void anEarlierHelloReplayedOnALiveLinkDisturbsNothing() throws PeerRefused {
        link();
        var old = lab.sent.getFirst();
        home.restart();
        home.call(vps, null, "secret");
        lab.runMs(50);
        vps.receive(old);
        lab.runMs(50);
        home.say(home.only(), "still");
        lab.runMs(5);
        assertThat(vps.frames).containsExactly("still");
    }

    @Test
    void nothingIsSentFasterThanOncePerSecondOverAQuietHealthyLink() throws PeerRefused {
        link();
        int before = lab.sent.size();
        lab.runMs(600_000);
        assertThat(lab.sent.size() - before).isLessThan(850);
        assertThat(home.events).containsExactly("up");
    }

    @Test
    void aLinkThatLosesATenthEachWayStaysUpForTenMinutes() throws PeerRefused {
        var random = new SplittableRandom(7);
        link();
        lab.passes = _ -> random.nextInt(10) != 0;
        for (int second = 0; second < 600; second++) {
            lab.runMs(1000);
            home.say(home.only(), "x");
            assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
            assertThat(vps.state()).isEqualTo(PeerState.ESTABLISHED);
        }
        assertThat(home.events).doesNotContain("down");
        assertThat(vps.frames.size()).isGreaterThan(500);
    }

    @Test
    void aSilentPeerIsDownAfterFourSecondsAndUnresponsiveAfterTwenty() throws PeerRefused {
        link();
        vps.kill();
        lab.runMs(9_000);
        assertThat(home.events).containsExactly("up", "down");
        lab.runMs(15_000);
        assertThat(home.state()).isEqualTo(PeerState.UNRESPONSIVE);
    }

    @Test
    void anIncomingPeerIsForgottenAfterFourAndAHalfMinutesAndAConfiguredOneNever()
            throws PeerRefused {
        link();
        home.kill();
        lab.runMs(264_000);
        assertThat(vps.links.peers()).isEmpty();
        home.restart();
        home.call(vps, null, "secret");
        lab.runMs(100);
        vps.kill();
        lab.runMs(600_000);
        assertThat(home.links.peers()).hasSize(1);
    }

    @Test
    void aPeerWhosePongsWereLostIsAskedAgainThoughItsTrafficGoesOn() throws PeerRefused {
        vps.isMute = true;
        link();
        assertThat(home.state()).isEqualTo(PeerState.ESTABLISHED);
        assertThat(home.events).doesNotContain("up");
        vps.isMute = false;
        for (int i = 0; i < 15; i++) {
            vps.say(vps.only(), "traffic");
            lab.runMs(100);
        }
        assertThat(home.events).containsExactly("up");
    }

    @Test
    void aPeerThatBecameTooOldIsGoneForThoseAbove() throws PeerRefused {
        link();
        vps.version = 19;
        lab.runMs(5_000);
        assertThat(home.state()).isEqualTo(PeerState.INCOMPATIBLE);
        assertThat(home.events).containsExactly("up", "down");
        vps.version = 22;
        lab.runMs(5_000);
        assertThat(home.events).startsWith("up", "down").endsWith("up");
    }

    @Test
    void aWornOutLinkIsMadeAnewBeforeItsNumbersEnd() throws PeerRefused {
        link();
        WornOut.make(home.only().session());
        home.say(home.only(), "before");
        lab.runMs(3_000);
        home.say(home.only(), "after");
        lab.runMs(5);
        assertThat(home.only().session().isWornOut()).isFalse();
        assertThat(vps.frames).containsExactly("before", "after");
    }

    @Test
    void whomWeCallIsShownAsTheOldestVersionUntilItTells() throws PeerRefused {
        home.call(vps, null, "wrong");
        assertThat(home.links.stats(lab.nowNs).getFirst().address().version()).isEqualTo(20);
        assertThat(home.only().version()).isZero();
    }

    @Test
    void aListenerThatRemovesPeersWhileOthersAreLookedAtHarmsNobody() throws PeerRefused {
        var third = lab.end(3);
        third.users.add("secret", null, null);
        link();
        home.call(third, null, "secret");
        lab.runMs(1000);
        home.whenDown =
                () -> {
                    home.whenDown = () -> {};
                    home.links.disconnect(third.identity.publicKey(), lab.nowNs);
                };
        vps.kill();
        lab.runMs(10_000);
        assertThat(home.links.peers()).hasSize(1);
        assertThat(home.events).containsExactly("up", "up", "down", "down", "removed");
    }

    @Test
    void disconnectingRemovesThePeerAndWhatItSendsAfterwardsMeetsSilence() throws PeerRefused {
        link();
        assertThat(vps.links.disconnect(home.identity.publicKey(), lab.nowNs)).isEqualTo(1);
        vps.users.removeAll();
        assertThat(vps.events).containsExactly("up", "down", "removed");
        int before = lab.sent.size();
        home.say(home.only(), "anyone?");
        lab.runMs(10);
        assertThat(vps.frames).isEmpty();
        assertThat(lab.sent.subList(before, lab.sent.size()))
                .allMatch(d -> d.from().equals(home.address));
    }

    @Test
    void framesForOthersWaitUntilTheLinkIsEstablished() throws PeerRefused {
        vps.users.add("secret", null, null);
        var peer = home.call(vps, null, "secret");
        home.say(peer, "too early");
        lab.runMs(100);
        assertThat(vps.frames).isEmpty();
        assertThat(home.counters.of(Verdict.NOT_ESTABLISHED)).isEqualTo(1);
    }

    private void link() throws PeerRefused {
        vps.users.add("secret", null, null);
        home.call(vps, null, "secret");
        lab.runMs(1000);
    }
}
