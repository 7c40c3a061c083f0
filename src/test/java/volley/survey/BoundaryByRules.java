package volley.survey;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The boundary policy as its rules stand, with sets and searches: blocks are the lists of ids up to them. */
final class BoundaryByRules {
    private final int gpuCapacity;
    private final int hostCapacity;
    private final Set<List<Integer>> gpu = new HashSet<>();
    private final Set<List<Integer>> host = new HashSet<>();
    private final Map<List<Integer>, Integer> lastUse = new HashMap<>();
    private long failed;

    BoundaryByRules(int gpuCapacity, int hostCapacity) {
        this.gpuCapacity = gpuCapacity;
        this.hostCapacity = hostCapacity;
    }

    TierHits play(List<int[]> prompts) {
        long lookedUp = 0;
        long gpuHits = 0;
        long hostHits = 0;
        for (int use = 0; use < prompts.size(); use++) {
            List<List<Integer>> path = new ArrayList<>();
            List<Integer> block = List.of();
            for (int id : prompts.get(use)) {
                block = new ArrayList<>(block);
                block.add(id);
                path.add(List.copyOf(block));
            }
            lookedUp += path.size();
            for (List<Integer> each : path) {
                if (!gpu.contains(each) && !host.contains(each)) {
                    break;
                }
                gpuHits += gpu.contains(each) ? 1 : 0;
                hostHits += gpu.contains(each) ? 0 : 1;
            }
            for (List<Integer> each : path) {
                lastUse.put(each, use);
            }
            gpu.addAll(path);
            copy(path.stream().filter(each -> !host.contains(each)).toList(), Set.copyOf(path));
            while (gpu.size() > gpuCapacity) {
                drop(oldest(gpu, each -> !hasChildIn(gpu, each)).orElseThrow());
            }
        }
        return new TierHits(TierPolicy.BOUNDARY_L1_L2, lookedUp, gpuHits, hostHits, failed);
    }

    private void drop(List<Integer> block) {
        List<Integer> parent = block.subList(0, block.size() - 1);
        boolean parentFirst = !parent.isEmpty() && !host.contains(parent);
        List<List<Integer>> missing = new ArrayList<>();
        if (parentFirst) {
            missing.add(parent);
        }
        boolean there = host.contains(block);
        if (!there) {
            missing.add(block);
        }
        Set<List<Integer>> kept = new HashSet<>(missing);
        kept.add(block);
        if (!copy(missing, kept) && there) {
            host.remove(block);
        }
        gpu.remove(block);
    }

    private boolean copy(List<List<Integer>> missing, Set<List<Integer>> kept) {
        boolean fits = missing.size() <= hostCapacity;
        while (fits && host.size() + missing.size() > hostCapacity) {
            Optional<List<Integer>> goes = oldest(
                            host, each -> gpu.contains(each) && !kept.contains(each) && !hasChildIn(host, each))
                    .or(() -> oldest(
                            host, each -> !gpu.contains(each) && !kept.contains(each) && !hasChildIn(host, each)));
            goes.ifPresent(host::remove);
            fits = goes.isPresent();
        }
        if (fits) {
            host.addAll(missing);
        } else {
            failed++;
        }
        return fits;
    }

    private static boolean hasChildIn(Set<List<Integer>> tier, List<Integer> block) {
        return tier.stream()
                .anyMatch(each -> each.size() == block.size() + 1
                        && each.subList(0, block.size()).equals(block));
    }

    private Optional<List<Integer>> oldest(Set<List<Integer>> tier, Predicate<List<Integer>> may) {
        return tier.stream()
                .filter(may)
                .min(Comparator.<List<Integer>>comparingInt(lastUse::get).thenComparingInt(List::size));
    }
}
