package boreas.interop;

import boreas.lab.NodeConfig.Auth;
import boreas.lab.NodeProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ours beside a genuine node, in every role. Each test has nodes of its own.
abstract class GenuinePeerScenario {
    private static final int PINGS = 100;

    private final String variable;

    /// @param variable the environment variable that names the genuine program
    GenuinePeerScenario(String variable) {
        this.variable = variable;
    }

    @BeforeEach
    void needARootAndAGenuineNode() {
        Programs.assumeNamespaces();
        genuine();
    }

    private NodeProgram genuine() {
        return Programs.genuine(variable);
    }

    private static NodeProgram ours() {
        return Programs.boreas();
    }

    @Test
    void oursCallsByPasswordAndAllPingsAreAnswered() {
        allPingsAreAnswered(Auth.PASSWORD, ours(), genuine());
    }

    @Test
    void oursCallsByLoginAndAllPingsAreAnswered() {
        allPingsAreAnswered(Auth.LOGIN, ours(), genuine());
    }

    @Test
    void oursIsCalledByPasswordAndAllPingsAreAnswered() {
        allPingsAreAnswered(Auth.PASSWORD, genuine(), ours());
    }

    @Test
    void oursIsCalledByLoginAndAllPingsAreAnswered() {
        allPingsAreAnswered(Auth.LOGIN, genuine(), ours());
    }

    private static void allPingsAreAnswered(Auth auth, NodeProgram caller, NodeProgram called) {
        try (var chain = Chain.start(auth, caller, called)) {
            chain.assertPings(0, 1, PINGS);
            chain.assertPings(1, 0, PINGS);
        }
    }

    @Test
    void oursIsReachedAgainAfterItsRestartWhereItCalls() {
        aRestartIsSurvived(0, ours(), genuine());
    }

    @Test
    void theGenuineOneIsReachedAgainAfterItsRestartWhereOursCalls() {
        aRestartIsSurvived(1, ours(), genuine());
    }

    @Test
    void oursIsReachedAgainAfterItsRestartWhereItIsCalled() {
        aRestartIsSurvived(1, genuine(), ours());
    }

    @Test
    void theGenuineOneIsReachedAgainAfterItsRestartWhereOursIsCalled() {
        aRestartIsSurvived(0, genuine(), ours());
    }

    private static void aRestartIsSurvived(int restarted, NodeProgram caller, NodeProgram called) {
        try (var chain = Chain.start(Auth.LOGIN, caller, called)) {
            chain.assertPings(0, 1, 1);
            chain.restart(restarted, Chain.PATIENCE);
            chain.assertPings(0, 1, PINGS);
            chain.assertPings(1, 0, PINGS);
        }
    }

    @Test
    void twoOfOursReachEachOtherThroughAGenuineNode() {
        endsReachEachOther(ours(), genuine(), ours());
    }

    @Test
    void twoGenuineNodesReachEachOtherThroughOurs() {
        endsReachEachOther(genuine(), ours(), genuine());
    }

    private static void endsReachEachOther(NodeProgram a, NodeProgram middle, NodeProgram b) {
        try (var chain = Chain.start(Auth.LOGIN, a, middle, b)) {
            chain.assertPings(0, 2, PINGS);
            chain.assertPings(2, 0, PINGS);
            chain.assertPings(0, 1, PINGS);
            chain.assertPings(1, 2, PINGS);
        }
    }
}
