package volley.report.page;

import java.util.Optional;

/** A linear relation with a constant, by ordinary least squares: sums over rows, which can be added, and the slopes they give. */
final class LeastSquares {
    /** A variable of which less than this part of its squares is left beside the others is no variable of its own. */
    private static final double LEAST_SPREAD = 1e-9;

    private static final int ROWS = 0;
    private static final int TARGET = 1;

    private final int variables;
    /** Rows, target, then of each variable its sum, its product with the target, and those with each variable up to itself. */
    private final double[] sums;

    LeastSquares(int variables) {
        this.variables = variables;
        sums = new double[2 + 2 * variables + variables * (variables + 1) / 2];
    }

    void add(double[] row, double value) {
        sums[ROWS]++;
        sums[TARGET] += value;
        int at = 2;
        for (int i = 0; i < variables; i++) {
            sums[at++] += row[i];
            sums[at++] += row[i] * value;
            for (int j = 0; j <= i; j++) {
                sums[at++] += row[i] * row[j];
            }
        }
    }

    void add(LeastSquares other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
    }

    double rows() {
        return sums[ROWS];
    }

    /** Of what the relation is for. */
    double mean() {
        return sums[TARGET] / sums[ROWS];
    }

    /** How much more for one more of each variable, the others as they are; empty if the rows do not tell them apart. */
    Optional<double[]> slopes() {
        double[][] equations = equations();
        // positive semi-definite: no rows need to be exchanged
        for (int pivot = 0; pivot < variables; pivot++) {
            if (!(equations[pivot][pivot] > LEAST_SPREAD * sums[ROWS] * sums[placeOf(pivot) + 2 + pivot])) {
                return Optional.empty();
            }
            for (int i = 0; i < variables; i++) {
                double factor = i == pivot ? 0 : equations[i][pivot] / equations[pivot][pivot];
                for (int j = pivot; factor != 0 && j <= variables; j++) {
                    equations[i][j] -= factor * equations[pivot][j];
                }
            }
        }
        double[] slopes = new double[variables];
        for (int i = 0; i < variables; i++) {
            slopes[i] = equations[i][variables] / equations[i][i];
        }
        return Optional.of(slopes);
    }

    /** The normal equations about the means, times the rows; the last column is the target's. */
    private double[][] equations() {
        double[][] equations = new double[variables][variables + 1];
        for (int i = 0; i < variables; i++) {
            int at = placeOf(i);
            for (int j = 0; j <= i; j++) {
                equations[i][j] = sums[ROWS] * sums[at + 2 + j] - sums[at] * sums[placeOf(j)];
                equations[j][i] = equations[i][j];
            }
            equations[i][variables] = sums[ROWS] * sums[at + 1] - sums[at] * sums[TARGET];
        }
        return equations;
    }

    private static int placeOf(int variable) {
        return 2 + 2 * variable + variable * (variable + 1) / 2;
    }
}
