package boreas.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import boreas.lab.Topology.Join;
import boreas.lab.Topology.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void aLineJoinsNeighboursAndTheLowerNumberCalls() {
        var line = Topology.line(3);
        assertThat(line.hosts()).containsExactly("host0", "host1", "host2");
        assertThat(line.joins())
                .containsExactly(new Join("host0", "host1"), new Join("host1", "host2"));
    }

    @Test
    void everyPairIsEachHostToEachOther() {
        assertThat(Topology.line(5).pairs()).hasSize(20).doesNotHaveDuplicates();
        assertThat(Topology.pairs(List.of("a", "b")))
                .containsExactly(new Pair("a", "b"), new Pair("b", "a"));
    }

    @Test
    void oppositeCornersOfTheSquareAreNotJoined() {
        var joins = Topology.square().joins();
        assertThat(joins).noneMatch(join -> join.isBetween("west", "east"));
        assertThat(joins).noneMatch(join -> join.isBetween("north", "south"));
        assertThat(joins).hasSize(4);
    }

    @Test
    void aJoinToNobodyIsRefused() {
        assertThatThrownBy(
                        () -> new Topology("odd", List.of("a"), List.of(new Join("a", "nobody"))))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("nobody");
    }
}
